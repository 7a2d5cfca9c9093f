/** A person edits a project: what they see in the window, and what their keys do. */

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { SharedWindow } from './support/sharedWindow';
import { Stage, server } from './support/stage';
import { openBrowser, Workbench } from './support/workbench';

let browser: Browser;
let stage: Stage;
let window: SharedWindow;
before(async () => {
  browser = await openBrowser();
  stage = await new Stage({ programs: { 'fal-lsp': server() } }).start();
  window = new SharedWindow(browser, stage);
});
after(async () => {
  await browser?.close();
  await stage?.stop();
});

/** Opens the shop, waits until it is checked, and goes on from there. */
function inShop(act: (bench: Workbench, project: string) => Promise<void>): Promise<void> {
  return window.use(async (bench, project) => {
    await bench.eventually(async () => assert.equal(await bench.squiggles.count(), 3));
    await act(bench, project);
  });
}

test('problems are underlined and listed, each once', () =>
  inShop(async (bench) => {
    await bench.eventually(async () => assert.equal(await bench.squiggles.count(), 3));
    await bench.command('Problems: Focus on Problems View');
    for (const text of [
      /Unknown key `keep_alve`\. Did you mean `keep_alive`\?.*fal-lsp.*unknown-key.*Ln 15, Col 1/,
      /`no_scale` is deprecated;.*deprecated-key/,
      /`timeout_seconds` must be an integer number of seconds.*wrong-type/,
    ]) {
      await bench.eventually(async () => assert.equal(await bench.problems(text).count(), 1));
    }
  }));

test('hovering a key explains it', () =>
  inShop(async (bench) => {
    await bench.hover('startup_timeout', 'Maximum seconds for a runner to start');
  }));

test('hovering a value says what it means', () =>
  inShop(async (bench) => {
    await bench.hover('5400', '1 h 30 min');
  }));

test('hovering the name of an app shows what fal would deploy', () =>
  inShop(async (bench) => {
    const card = await bench.hover('text-to-image', 'fal deploy text-to-image');
    assert.match(await card.innerText(), /GPU-H100/);
  }));

test('keys are completed with their documentation', () =>
  inShop(async (bench) => {
    await bench.goToText('machine_type = "GPU-H100"', 'machine_type = "GPU-H100"'.length);
    await bench.press('Enter');
    await bench.type('num');
    await bench.suggestion('num_gpus');
    await bench.showSuggestionDocs();
    await bench.page.locator('.suggest-details-container').getByText('GPU').first().waitFor();
    await bench.press('Enter');
    await bench.eventually(async () => assert.match(await bench.text(), /^num_gpus = /m));
  }));

test('values are completed', () =>
  inShop(async (bench) => {
    await bench.goToText('"private"', 1);
    await bench.press('Control+Delete');
    await bench.suggestion('shared');
    await (await bench.suggestion('public')).click();
    await bench.eventually(async () => assert.match(await bench.text(), /^auth = "public"$/m));
  }));

test('a new app is typed with little more than its names', () =>
  inShop(async (bench) => {
    await bench.goToText('timeout_seconds = "5"', 'timeout_seconds = "5"'.length);
    await bench.press('Enter');
    await bench.press('Enter');
    await bench.type('[tool.fal.apps.upscale]');
    // On a busy machine Enter would take a suggestion that is about to go.
    await bench.page.locator('.suggest-widget.visible').waitFor({ state: 'hidden' });
    await bench.press('Enter');
    await bench.type('ref');
    await bench.suggestion('ref');
    await bench.press('Enter');
    await (await bench.suggestion('src/shop/search.py::Search')).click();
    await bench.press('End');
    await bench.press('Enter');
    await bench.type('auth');
    await bench.suggestion('auth');
    await bench.press('Enter');
    await (await bench.suggestion('shared')).click();
    await bench.eventually(async () =>
      assert.ok(
        (await bench.text()).includes(
          '[tool.fal.apps.upscale]\nref = "src/shop/search.py::Search"\nauth = "shared"',
        ),
      ),
    );
    await bench.eventually(async () => assert.equal(await bench.squiggles.count(), 3));
  }));

test('a suggestion for a header that is typed at once leaves its bracket', () =>
  inShop(async (bench) => {
    await bench.goToText('timeout_seconds = "5"', 'timeout_seconds = "5"'.length);
    await bench.press('Enter');
    await bench.press('Enter');
    await bench.page.keyboard.type('[tool.f');
    await (await bench.suggestion('fal.apps.search.retry_config')).click();
    await bench.eventually(async () =>
      assert.match(await bench.text(), /^\[tool\.fal\.apps\.search\.retry_config\]$/m),
    );
  }));

test('a comment is one key', () =>
  inShop(async (bench) => {
    await bench.goToText('keep_alve');
    await bench.press('Control+/');
    await bench.eventually(async () => assert.match(await bench.text(), /^# keep_alve = 300$/m));
  }));

test('a quick fix repairs a key', () =>
  inShop(async (bench) => {
    await bench.goToText('keep_alve');
    await bench.pressUntil('Control+.', bench.action('Rename to `keep_alive`'));
    // The preferred fix stands first.
    await bench.press('Enter');
    await bench.eventually(async () => assert.match(await bench.text(), /^keep_alive = 300$/m));
    await bench.eventually(async () => assert.equal(await bench.squiggles.count(), 2));
  }));

test('fix all repairs what is safe and leaves the rest', () =>
  inShop(async (bench) => {
    await bench.command('Fix All');
    await bench.eventually(async () => {
      const text = await bench.text();
      assert.match(text, /^app_scale_settings = false$/m);
      assert.match(text, /^timeout_seconds = 5$/m);
      assert.match(text, /^keep_alve = 300$/m);
    });
    await bench.eventually(async () => assert.equal(await bench.squiggles.count(), 1));
  }));

test('renaming an app renames each table of it', () =>
  inShop(async (bench) => {
    await bench.goToText('search');
    const input = bench.page.locator('.rename-box input');
    await bench.pressUntil('F2', input);
    assert.equal(await input.inputValue(), 'search');
    await input.fill('find');
    await input.press('Enter');
    await bench.eventually(async () => {
      const text = await bench.text();
      assert.match(text, /^\[tool\.fal\.apps\.find\]$/m);
      assert.match(text, /^\[tool\.fal\.apps\.find\.health_check\]$/m);
    });
  }));

test('renaming a class asks whether its Python file is changed, too', () =>
  inShop(async (bench, project) => {
    const source = path.join(project, 'src', 'shop', 'image.py');
    const rename = async (name: string, answer: string) => {
      await bench.goToText('image.py::', 'image.py::'.length);
      const input = bench.page.locator('.rename-box input');
      await bench.pressUntil('F2', input);
      await input.fill(name);
      await input.press('Enter');
      const dialog = bench.page.locator('.monaco-dialog-box');
      await dialog.getByText(`Rename the class to ${name} in src/shop/image.py, too?`).waitFor();
      await dialog.getByRole('button', { name: answer, exact: true }).click();
      await dialog.waitFor({ state: 'hidden' });
    };
    await rename('Painter', 'Cancel');
    await rename('Painter', 'Rename');
    await bench.eventually(async () => assert.match(await bench.text(), /image\.py::Painter"$/m));
    await bench.eventually(() => assert.match(readFileSync(source, 'utf8'), /^class Painter\(/m));
    await rename('Artist', 'Only in pyproject.toml');
    await bench.eventually(async () => assert.match(await bench.text(), /image\.py::Artist"$/m));
    assert.match(readFileSync(source, 'utf8'), /^class Painter\(/m);
  }));

test('the class that a ref names is one key away', () =>
  inShop(async (bench) => {
    await bench.goToText('TextToImage');
    await bench.press('F12');
    await bench.page.locator('.tab.active').filter({ hasText: 'image.py' }).waitFor();
    await bench.page.locator('.statusbar').getByText('Ln 4, Col 7').waitFor();
  }));

test('apps are found by name', () =>
  inShop(async (bench) => {
    const input = bench.page.locator('.quick-input-widget input[type=text]');
    await bench.pressUntil('Control+t', input);
    await input.fill('#text');
    const row = bench.page.locator('.quick-input-list .monaco-list-row');
    await row.filter({ hasText: 'text-to-image' }).first().waitFor();
    await bench.press('Escape');
  }));

test('saving keeps the file as it was written', () =>
  inShop(async (bench, project) => {
    const file = path.join(project, 'pyproject.toml');
    const before = readFileSync(file, 'utf8');
    await bench.goToText('keep_alve = 300', 'keep_alve = 300'.length);
    await bench.type('0');
    await bench.press('Control+s');
    await bench.eventually(() =>
      assert.equal(readFileSync(file, 'utf8'), before.replace('300', '3000')),
    );
  }));

test('the version is reported with a way to the log', () =>
  inShop(async (bench) => {
    await bench.command('fal-lsp: Show Version and Paths');
    await bench.notification('. Extension ').getByText('Show Log').click();
    await bench.page.locator('.part.panel').getByText('Chosen: fal-lsp').first().waitFor();
  }));

test('two folders share one server', async () => {
  const starts = path.join(stage.root, 'starts');
  stage.addProgram(
    'fal-lsp',
    `[ "$1" = --version ] || echo started >> '${starts}'\nexec '${server()}' "$@"`,
  );
  const folders = [stage.project('shop', 'one'), stage.project('shop', 'two')];
  const workspace = path.join(stage.root, 'both.code-workspace');
  writeFileSync(
    workspace,
    JSON.stringify({ folders: folders.map((folder) => ({ path: folder })) }),
  );
  mkdirSync(path.join(folders[1] as string, '.vscode'));
  await Workbench.use(browser, stage.address(workspace), async (bench) => {
    for (const name of ['one', 'two']) {
      await bench.openFile(`${name}/pyproject.toml`);
      await bench.eventually(async () => assert.equal(await bench.squiggles.count(), 3));
    }
    await bench.command('Problems: Focus on Problems View');
    await bench.eventually(async () =>
      assert.equal(await bench.problems('Unknown key `keep_alve`').count(), 2),
    );
    assert.equal(readFileSync(starts, 'utf8'), 'started\n');
  });
});
