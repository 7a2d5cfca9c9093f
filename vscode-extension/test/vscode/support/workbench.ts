/** The window of VS Code as a person uses it: keys, mouse and what is to be seen. Knows nothing of fal. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

/** Milliseconds until a thing that should appear must have appeared, on a slow and busy machine. */
const patience = 30_000;

/** The browser without a window, where it is installed: it takes a tenth less of the processor. */
function browser(): string {
  const chosen = process.env['FAL_LSP_CHROMIUM'];
  const light = '/usr/bin/chromium-headless-shell';
  return chosen || (existsSync(light) ? light : '/usr/bin/chromium');
}

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: browser(),
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

const usual: Size = { width: 1180, height: 760 };

/** Forgets what was typed into the editor in front and closes everything: one key, since a command takes a second through the palette. */
const clearing = {
  key: 'ctrl+alt+shift+f8',
  command: 'runCommands',
  args: {
    commands: [
      'workbench.action.files.revert',
      'workbench.action.closeAllEditors',
      'workbench.action.closePanel',
      'notifications.clearAll',
    ],
  },
};

/** The keys of a person's own, for a file of VS Code. */
export const keybindings: readonly object[] = [clearing];

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
    size?: Size,
  ): Promise<void> {
    const bench = await Workbench.open(browser, address, size);
    try {
      await bench.act(act);
    } finally {
      await bench.close();
    }
  }

  /** Opens a window of a fresh browser profile; whoever opens it closes it. */
  static async open(browser: Browser, address: string, size: Size = usual): Promise<Workbench> {
    const context = await browser.newContext({
      viewport: { width: size.width, height: size.height },
      deviceScaleFactor: size.scale ?? 1,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const workbench = new Workbench(await context.newPage());
    await workbench.page.goto(address);
    // Now and then a window looks for its .code-workspace before the disk is there, and stays empty.
    await workbench.eventually(async () => {
      try {
        await workbench.folders.waitFor({ timeout: 10_000 });
      } catch (error) {
        await workbench.page.reload();
        throw error;
      }
    });
    return workbench;
  }

  /** Does something; a picture of the window is left if it fails. */
  async act(act: (bench: this) => Promise<void>): Promise<void> {
    try {
      await act(this);
    } catch (error) {
      const folder = process.env['FAL_LSP_TEST_PICTURES'];
      if (folder !== undefined) {
        const file = path.join(folder, `failed-${Date.now()}`);
        await this.screenshot(`${file}.png`);
        await this.command('Notifications: Show Notifications').catch(() => undefined);
        await this.screenshot(`${file}-notifications.png`);
      }
      throw error;
    }
  }

  async resize({ width, height }: Size = usual): Promise<void> {
    await this.page.setViewportSize({ width, height });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  /** Forgets what was typed into the editor in front, closes everything and takes the mouse away. */
  async clear(): Promise<void> {
    await this.page.mouse.move(0, 0);
    const seen = [this.editor, this.page.locator('.part.panel'), this.notifications.first()];
    await this.eventually(async () => {
      await this.press('Escape');
      await this.press('Control+Alt+Shift+F8');
      for (const each of seen) {
        await each.waitFor({ state: 'hidden', timeout: 5000 });
      }
    });
  }

  /** Loads the window again: its extensions start from nothing, and VS Code's own code is at hand. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.folders.waitFor();
  }

  /** Runs a command of the palette by its title. */
  async command(title: string): Promise<void> {
    await this.pick('F1', `>${title}`, title);
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
    // The list starts with what was open last, until the search has found what was asked for.
    const folder = path.posix.dirname(name);
    const shown =
      folder === '.' ? [path.posix.basename(name)] : [path.posix.basename(name), folder];
    await this.pick('Control+p', name, ...shown);
    await this.editor.waitFor();
  }

  /** Opens the box in the middle with a key, writes into it and takes the first row with all of some texts. */
  private async pick(key: string, text: string, ...shown: string[]): Promise<void> {
    const box = this.page.locator('.quick-input-widget');
    const input = box.locator('input[type=text]');
    // A window that still starts swallows the key, and a message that goes away closes the box.
    await this.eventually(async () => {
      await this.press('Escape');
      await this.press(key);
      await input.fill(text, { timeout: 2000 });
      const rows = shown.reduce(
        (found, hasText) => found.filter({ hasText }),
        box.locator('.monaco-list-row'),
      );
      await rows.first().click({ timeout: 4000 });
    });
  }

  /** Presses a key until something is to be seen: a window that is busy swallows one now and then. */
  async pressUntil(keys: string, seen: Locator): Promise<void> {
    await this.eventually(async () => {
      if (!(await seen.isVisible())) {
        await this.press(keys);
      }
      await seen.waitFor({ timeout: 5000 });
    });
  }

  /** What is there once a window is. */
  private get folders(): Locator {
    return this.page.locator('.explorer-folders-view .monaco-list-row').first();
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
    const input = this.page.locator('.quick-input-widget input[type=text]');
    await this.eventually(async () => {
      await this.pressUntil('Control+g', input);
      await input.fill(`:${line}:${column}`, { timeout: 2000 });
      await this.press('Enter');
      await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden', timeout: 4000 });
    });
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

  /** Hovers over the first occurrence of a text in the editor until a card says something. */
  async hover(text: string, words: string): Promise<Locator> {
    const card = this.page.locator('.monaco-hover:visible').filter({ hasText: words }).first();
    await this.eventually(async () => {
      await this.moveOver(text);
      await card.waitFor({ timeout: 2000 });
    });
    return card;
  }

  private async moveOver(text: string): Promise<void> {
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

  get sideBar(): Locator {
    return this.page.locator('.part.sidebar');
  }

  get squiggles(): Locator {
    return this.editor.locator('.squiggly-error, .squiggly-warning, .squiggly-info');
  }

  lens(title: string): Locator {
    return this.editor.locator('.codelens-decoration a').filter({ hasText: title });
  }

  /** A suggestion, which is asked for until it is there. */
  async suggestion(label: string): Promise<Locator> {
    const row = this.page
      .locator('.suggest-widget.visible .monaco-list-row')
      .filter({ has: this.page.locator('.label-name', { hasText: label }) })
      .first();
    // What is typed opens the list by itself.
    await row.waitFor({ timeout: 2000 }).catch(() => this.pressUntil('Control+Space', row));
    return row;
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

  /** Waits until two looks at the window, a little apart, see the same. */
  async rest(): Promise<void> {
    let seen = '';
    await this.eventually(async () => {
      const before = seen;
      seen = (await this.page.screenshot({ animations: 'disabled' })).toString('base64');
      if (seen !== before) {
        throw new Error('the window still changes');
      }
    });
  }

  async screenshot(file: string, scale: 'css' | 'device' = 'device'): Promise<void> {
    await this.page.screenshot({ path: file, animations: 'disabled', scale });
  }

  private async firstVisibleLine(): Promise<number> {
    const numbers = await this.editor.locator('.line-numbers').allTextContents();
    return Math.min(...numbers.map(Number).filter((number) => number > 0));
  }
}
