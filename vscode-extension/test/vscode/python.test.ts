/** A person edits the class of an app in its Python file, beside another extension for Python. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { pythonWords } from './support/extensions';
import { SharedWindow } from './support/sharedWindow';
import { Stage, server } from './support/stage';
import { openBrowser, type Workbench } from './support/workbench';

const scratch = mkdtempSync(path.join(tmpdir(), 'fal-lsp-extensions-'));
let browser: Browser;
let stage: Stage;
let window: SharedWindow;
before(async () => {
  browser = await openBrowser();
  const extensions = [pythonWords(scratch)];
  stage = await new Stage({ programs: { 'fal-lsp': server() }, extensions }).start();
  window = new SharedWindow(browser, stage, addDescribe);
});
after(async () => {
  await browser?.close();
  await stage?.stop();
  rmSync(scratch, { recursive: true });
});

/** A class that no app uses yet. */
function addDescribe(project: string): void {
  writeFileSync(
    path.join(project, 'src', 'shop', 'describe.py'),
    `import fal


class Describe(fal.App):
    @fal.endpoint("/")
    def describe(self, url: str) -> str:
        return url
`,
  );
}

const setting = 'max_concurrency = 4';

/** Opens the class of the first app, with nothing else open, and goes on from there. */
function inClass(act: (bench: Workbench, project: string) => Promise<void>): Promise<void> {
  return window.use(async (bench, project) => {
    await bench.command('View: Close All Editors');
    await bench.openFile('src/shop/image.py');
    await bench.lens('fal run text-to-image').waitFor();
    await act(bench, project);
  });
}

/** Starts a line below the setting of the class. */
async function startLine(bench: Workbench): Promise<void> {
  await bench.goToText(setting, setting.length);
  await bench.press('Enter');
}

const shows = (bench: Workbench, line: string) =>
  bench.eventually(async () => assert.ok((await bench.text()).split('\n').includes(line)));

test('a class leads to its apps', () =>
  inClass(async (bench) => {
    for (const go of ['lens', 'references']) {
      if (go === 'lens') {
        await bench.lens('app text-to-image in pyproject.toml').click();
      } else {
        await bench.goToText('TextToImage');
        await bench.press('Shift+F12');
      }
      await bench.page.locator('.tab.active').filter({ hasText: 'pyproject.toml' }).waitFor();
      await bench.page.locator('.statusbar').getByText('Ln 12, ').waitFor();
      await bench.openFile('src/shop/image.py');
    }
  }));

test('a mistake in the class is underlined although pyproject.toml is closed', () =>
  inClass(async (bench) => {
    await startLine(bench);
    await bench.type('machine_type = "GPU-T4');
    await bench.eventually(async () => assert.equal(await bench.squiggles.count(), 1));
    await bench.hover('GPU-T4', 'Unknown machine type `GPU-T4`');
  }));

test('hovering a setting shows first what the apps get', () =>
  inClass(async (bench) => {
    const card = await bench.hover('max_concurrency', 'class TextToImage');
    const text = await card.innerText();
    assert.ok(text.indexOf('class TextToImage') < text.indexOf('Since fal'), text);
  }));

test('settings and values are completed before the words of another extension', () =>
  inClass(async (bench) => {
    await startLine(bench);
    await bench.type('skip_r');
    await bench.suggestion('skip_retry_conditions');
    await bench.press('Tab');
    await bench.type('["');
    await bench.suggestion('timeout');
    await bench.press('Enter');
    await bench.type(', "');
    await bench.suggestion('server_error');
    await bench.press('Tab');
    await shows(bench, '    skip_retry_conditions = ["timeout", "server_error"]');
    await bench.press('End');
    await bench.press('Enter');
    await bench.type('max');
    const row = bench.page.locator('.suggest-widget.visible .monaco-list-row').first();
    await bench.suggestion('max_multiplexing');
    assert.match(await row.innerText(), /max_multiplexing/);
    await bench.press('Escape');
  }));

test('keywords of the class are completed', () =>
  inClass(async (bench) => {
    await bench.goToText('fal.App', 'fal.App'.length);
    await bench.type(', keep');
    await bench.suggestion('keep_alive');
    await bench.press('Enter');
    await bench.type('300');
    await shows(bench, 'class TextToImage(fal.App, keep_alive=300):');
  }));

test('a class that no app uses is added, and has its links', () =>
  window.use(async (bench) => {
    await bench.openFile('src/shop/describe.py');
    await bench.goToText('Describe');
    await bench.pressUntil('Control+.', bench.action('Add describe to [tool.fal.apps]'));
    await bench.press('Enter');
    await bench.lens('fal run describe').waitFor();
    await bench.openFile('pyproject.toml');
    await bench.eventually(async () =>
      assert.ok(
        (await bench.text()).includes('[tool.fal.apps.describe]\nref = "src/shop/describe.py::'),
      ),
    );
  }));

test('the links follow when only pyproject.toml changes', () =>
  inClass(async (bench) => {
    await bench.command('View: Split Editor Right');
    await bench.openFile('pyproject.toml');
    await bench.goToText('apps.text-to-image', 'apps.text'.length);
    await bench.type('s');
    await bench.page
      .locator('.codelens-decoration a')
      .filter({ hasText: 'fal run texts-to-image' })
      .waitFor();
  }));

test('one setting turns it all off', () =>
  inClass(async (bench, project) => {
    const settings = path.join(project, '.vscode', 'settings.json');
    mkdirSync(path.dirname(settings), { recursive: true });
    writeFileSync(settings, '{ "fal-lsp.python.enable": false }');
    await bench.lens('fal run').first().waitFor({ state: 'hidden' });
    rmSync(settings);
    await bench.lens('fal run').first().waitFor();
  }));
