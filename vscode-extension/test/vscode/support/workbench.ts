/** The window of VS Code as a person uses it: keys, mouse and what is to be seen. Knows nothing of fal. */

import path from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

/** Milliseconds until a thing that should appear must have appeared, on a slow and busy machine. */
const patience = 30_000;

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['FAL_LSP_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Of a window, in pixels; `scale` makes the pictures of it finer. */
export interface Size {
  readonly width: number;
  readonly height: number;
  readonly scale?: number;
}

export class Workbench {
  constructor(readonly page: Page) {
    page.setDefaultTimeout(patience);
  }

  /**
   * Does something in a new window of a fresh browser profile. If it fails, a picture of the window
   * is left where `FAL_LSP_TEST_PICTURES` says.
   */
  static async use(
    browser: Browser,
    address: string,
    act: (bench: Workbench) => Promise<void>,
    size: Size = { width: 1180, height: 760 },
  ): Promise<void> {
    const bench = await Workbench.open(browser, address, size);
    try {
      await act(bench);
    } catch (error) {
      const folder = process.env['FAL_LSP_TEST_PICTURES'];
      if (folder !== undefined) {
        const file = path.join(folder, `failed-${Date.now()}`);
        await bench.screenshot(`${file}.png`);
        await bench.command('Notifications: Show Notifications').catch(() => undefined);
        await bench.screenshot(`${file}-notifications.png`);
      }
      throw error;
    } finally {
      await bench.page.context().close();
    }
  }

  private static async open(browser: Browser, address: string, size: Size): Promise<Workbench> {
    const context = await browser.newContext({
      viewport: { width: size.width, height: size.height },
      deviceScaleFactor: size.scale ?? 1,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const workbench = new Workbench(await context.newPage());
    await workbench.page.goto(address);
    // Now and then a window looks for its .code-workspace before the disk is there, and stays empty.
    const rows = workbench.page.locator('.explorer-folders-view .monaco-list-row');
    await workbench.eventually(async () => {
      try {
        await rows.first().waitFor({ timeout: 10_000 });
      } catch (error) {
        await workbench.page.reload();
        throw error;
      }
    });
    return workbench;
  }

  /** Runs a command of the palette by its title. */
  async command(title: string): Promise<void> {
    const row = await this.quickInput('F1', `>${title}`, title);
    await row.click();
  }

  /** Opens a walkthrough by its title. */
  async openWalkthrough(title: string): Promise<void> {
    await this.command('Welcome: Open Walkthrough');
    await this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ hasText: title })
      .click();
    await this.page.locator('.gettingStartedContainer').getByText(title).first().waitFor();
  }

  /** Opens a file by its path below the workspace. */
  async openFile(name: string): Promise<void> {
    const row = await this.quickInput('Control+p', name, name.split('/').at(-1) ?? name);
    await row.click();
    await this.editor.waitFor();
  }

  /** Opens the box in the middle with a key, writes into it and answers the first row with a text. */
  private async quickInput(key: string, text: string, row: string): Promise<Locator> {
    const box = this.page.locator('.quick-input-widget');
    const input = box.locator('input[type=text]');
    // A window that still starts swallows the key, and a message that goes away closes the box.
    await this.eventually(async () => {
      await this.press('Escape');
      await this.press(key);
      await input.fill(text, { timeout: 2000 });
      await box
        .locator('.monaco-list-row')
        .filter({ hasText: row })
        .first()
        .waitFor({ timeout: 4000 });
    });
    return box.locator('.monaco-list-row').filter({ hasText: row }).first();
  }

  /** The editor in front. */
  get editor(): Locator {
    return this.page
      .locator('.editor-group-container.active .editor-instance .monaco-editor')
      .first();
  }

  /** Draws the window's own words in another font. */
  async useFont(family: string): Promise<void> {
    await this.page.addStyleTag({
      content: `.monaco-workbench { font-family: ${family}, sans-serif !important; }`,
    });
  }

  /** The visible text of the editor, blanks as blanks. */
  async text(): Promise<string> {
    const lines = this.editor.locator('.view-line');
    const all = await lines.evaluateAll((elements) =>
      elements
        .map((element) => ({
          top: Number.parseFloat((element as unknown as { style: { top: string } }).style.top),
          text: element.textContent ?? '',
        }))
        .sort((one, other) => one.top - other.top)
        .map(({ text }) => text.replace(/\u00a0/g, ' ')),
    );
    return all.join('\n');
  }

  /** Puts the cursor at a line and column, both counted from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.press('Control+g');
    const input = this.page.locator('.quick-input-widget input[type=text]');
    await input.fill(`:${line}:${column}`);
    await this.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Puts the cursor into the first text that is found, `after` characters from its start. */
  async goToText(text: string, after = 0): Promise<void> {
    const lines = (await this.text()).split('\n');
    const index = lines.findIndex((line) => line.includes(text));
    if (index < 0) {
      throw new Error(`the editor does not show ${JSON.stringify(text)}`);
    }
    const first = await this.firstVisibleLine();
    await this.goTo(first + index, (lines[index] as string).indexOf(text) + 1 + after);
  }

  /** Moves the mouse over the first occurrence of a text in the editor. */
  async hoverText(text: string): Promise<void> {
    const line = this.editor.locator('.view-line').filter({ hasText: text }).first();
    const place = await line.evaluate((element, wanted) => {
      const whole = (element.textContent ?? '').replace(/\u00a0/g, ' ');
      const middle = whole.indexOf(wanted) + Math.floor(wanted.length / 2);
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      let passed = 0;
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const length = node.textContent?.length ?? 0;
        if (passed + length > middle) {
          const range = document.createRange();
          range.setStart(node, middle - passed);
          range.setEnd(node, middle - passed + 1);
          const box = range.getBoundingClientRect();
          return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        }
        passed += length;
      }
      throw new Error(`no text ${wanted}`);
    }, text);
    await this.page.mouse.move(place.x - 40, place.y);
    await this.page.mouse.move(place.x, place.y, { steps: 4 });
  }

  async press(keys: string): Promise<void> {
    await this.page.keyboard.press(keys);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 20 });
  }

  /** A message in the lower right corner that holds a text. */
  notification(text: string): Locator {
    return this.page.locator('.notification-list-item').filter({ hasText: text });
  }

  get notifications(): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item');
  }

  /** Tries again until it does not throw. */
  async eventually(check: () => unknown | Promise<unknown>): Promise<void> {
    const end = Date.now() + 2 * patience;
    for (;;) {
      try {
        await check();
        return;
      } catch (error) {
        if (Date.now() > end) {
          throw error;
        }
        await this.page.waitForTimeout(200);
      }
    }
  }

  /** Rows of the Problems panel. */
  problems(text: string | RegExp): Locator {
    return this.page.locator('.markers-panel .monaco-list-row').filter({ hasText: text });
  }

  get squiggles(): Locator {
    return this.editor.locator('.squiggly-error, .squiggly-warning, .squiggly-info');
  }

  lens(title: string): Locator {
    return this.editor.locator('.codelens-decoration a').filter({ hasText: title });
  }

  /** The card beside the mouse that holds a text. */
  hover(text: string): Locator {
    return this.page.locator('.monaco-hover:visible').filter({ hasText: text }).first();
  }

  suggestion(label: string): Locator {
    return this.page
      .locator('.suggest-widget.visible .monaco-list-row')
      .filter({ has: this.page.locator('.label-name', { hasText: label }) })
      .first();
  }

  /** Opens the pane beside the suggestions, unless it is open. */
  async showSuggestionDocs(): Promise<void> {
    const pane = this.page.locator('.suggest-details-container');
    await this.eventually(async () => {
      if (!(await pane.isVisible())) {
        await this.press('Control+Space');
      }
      await pane.waitFor({ timeout: 2000 });
    });
  }

  /** An entry of the menu of quick fixes. */
  action(title: string): Locator {
    return this.page.locator('.action-widget .monaco-list-row').filter({ hasText: title }).first();
  }

  /** The terminal's text; it is drawn by the DOM renderer, see the settings of the stage. */
  async terminalText(): Promise<string> {
    const rows = await this.page
      .locator('.terminal-wrapper.active .xterm-rows > div')
      .allTextContents();
    return rows
      .join('\n')
      .replace(/\u00a0/g, ' ')
      .trimEnd();
  }

  async screenshot(file: string, scale: 'css' | 'device' = 'device'): Promise<void> {
    await this.page.screenshot({ path: file, animations: 'disabled', scale });
  }

  private async firstVisibleLine(): Promise<number> {
    const numbers = await this.editor.locator('.line-numbers').allTextContents();
    return Math.min(...numbers.map(Number).filter((number) => number > 0));
  }
}
