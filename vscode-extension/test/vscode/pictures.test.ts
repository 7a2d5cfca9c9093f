/** The pictures of the documentation, taken of the product as it is: docs/images/vscode-NAME-THEME.png. */

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { SharedWindow } from './support/sharedWindow';
import { Stage, server } from './support/stage';
import { openBrowser, type Workbench } from './support/workbench';

const folder = path.resolve('..', 'docs', 'images');
/** These are inside the extension, too, with fewer pixels. */
const inWalkthrough = new Set(['problems', 'completion', 'run']);
const themes = { dark: 'Dark Modern', light: 'Light Modern' };

/** Only the file, the problems and the terminal: what a reader looks at. */
const bare = {
  'breadcrumbs.enabled': false,
  'editor.cursorBlinking': 'solid',
  'editor.fontSize': 15,
  'editor.guides.indentation': false,
  'editor.lineHeight': 23,
  'editor.overviewRulerBorder': false,
  'editor.renderLineHighlight': 'none',
  'editor.scrollbar.horizontal': 'hidden',
  'editor.scrollbar.vertical': 'hidden',
  'problems.showCurrentInStatus': false,
  'window.commandCenter': false,
  'window.title': '${activeEditorShort} — ${rootName}',
  'window.menuBarVisibility': 'hidden',
  'workbench.activityBar.location': 'hidden',
  'workbench.editor.showTabs': 'none',
  'workbench.layoutControl.enabled': false,
  'workbench.sideBar.visible': false,
  'workbench.statusBar.visible': false,
};

/** What a picture is about should stand at its top. */
function putAppsFirst(project: string): void {
  const file = path.join(project, 'pyproject.toml');
  const text = readFileSync(file, 'utf8');
  const start = text.indexOf('[tool.fal.apps');
  writeFileSync(file, `${text.slice(start)}\n${text.slice(0, start)}`);
}

async function openClass(bench: Workbench): Promise<void> {
  await bench.openFile('src/shop/image.py');
  await bench.lens('fal run text-to-image').waitFor();
  // Where no word is highlighted.
  await bench.goTo(2, 1);
}

let browser: Browser;
before(async () => {
  browser = await openBrowser();
  mkdirSync(folder, { recursive: true });
  mkdirSync('walkthrough', { recursive: true });
});
after(async () => {
  await browser?.close();
});

for (const [name, theme] of Object.entries(themes)) {
  describe(`the ${name} theme`, () => {
    let stage: Stage;
    let window: SharedWindow;
    before(async () => {
      stage = await new Stage({
        programs: { 'fal-lsp': server(), fal: 'sleep 1' },
        settings: { ...bare, 'workbench.colorTheme': theme },
      }).start();
      window = new SharedWindow(browser, stage, putAppsFirst);
    });
    after(() => stage?.stop());

    /** Takes a picture of a scene in a window that shows the shop. */
    const picture = (scene: string, height: number, act: (bench: Workbench) => Promise<void>) =>
      test(scene, async () => {
        const size = { width: 860, height, scale: 1.5 };
        await window.use(
          async (bench) => {
            await bench.useFont("'Open Sans'");
            if (await bench.sideBar.isVisible()) {
              await bench.command('View: Close Primary Side Bar');
            }
            await bench.lens('fal run').first().waitFor();
            await bench.squiggles.first().waitFor();
            await act(bench);
            await bench.rest();
            await bench.screenshot(path.join(folder, `vscode-${scene}-${name}.png`));
            if (name === 'dark' && inWalkthrough.has(scene)) {
              await bench.screenshot(path.join('walkthrough', `${scene}.png`), 'css');
            }
          },
          { size },
        );
      });

    picture('problems', 640, async (bench) => {
      await bench.command('Problems: Focus on Problems View');
      await bench.eventually(async () => assert.equal(await bench.problems('fal-lsp').count(), 3));
      await bench.page.mouse.move(0, 0);
    });

    picture('completion', 480, async (bench) => {
      await bench.goToText('auth = "private"', 'auth = "private"'.length);
      await bench.press('Enter');
      await bench.type('sta');
      await bench.suggestion('startup_timeout');
      await bench.showSuggestionDocs();
    });

    picture('values', 480, async (bench) => {
      await bench.goToText('GPU-H100');
      for (const _ of 'GPU-H100') {
        await bench.press('Delete');
      }
      await bench.suggestion('GPU-H100');
      await bench.showSuggestionDocs();
    });

    picture('hover', 480, async (bench) => {
      await bench.hover('5400', '1 h 30 min');
    });

    picture('app', 560, async (bench) => {
      await bench.hover('text-to-image', 'fal deploy text-to-image');
    });

    picture('quick-fix', 480, async (bench) => {
      await bench.goToText('keep_alve');
      await bench.pressUntil('Control+.', bench.action('Rename to `keep_alive`'));
    });

    picture('deploy', 640, async (bench) => {
      await bench.lens('fal deploy').first().click();
      await bench.page.locator('.monaco-dialog-box').getByText('Deploy text-to-image?').waitFor();
      await bench.page.mouse.move(0, 0);
    });

    picture('python', 480, async (bench) => {
      await openClass(bench);
      await bench.hover('max_concurrency', 'class TextToImage');
    });

    picture('python-values', 560, async (bench) => {
      await openClass(bench);
      await bench.goToText('max_concurrency = 4', 'max_concurrency = 4'.length);
      await bench.press('Enter');
      await bench.type('machine_type = "');
      await bench.suggestion('GPU-H100');
      await bench.showSuggestionDocs();
    });

    picture('run', 560, async (bench) => {
      await bench.lens('fal run').first().click();
      await bench.eventually(async () =>
        assert.match(await bench.terminalText(), /fal run text-to-image/),
      );
      await bench.page.mouse.move(0, 0);
    });
  });
}
