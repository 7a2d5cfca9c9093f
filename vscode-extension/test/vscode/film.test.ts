/**
 * A film as pictures: an app is typed from nothing until it can be deployed, at the pace of hands. To be
 * looked at, since it compares nothing: `FAL_LSP_TEST_FILM=FOLDER scripts/test-vscode.sh film`.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Stage, server } from './support/stage';
import { keysFor, Typist } from './support/typist';
import { openBrowser, Workbench } from './support/workbench';

const folder = process.env['FAL_LSP_TEST_FILM'] ?? '';
const pace = 90;
/** Keys between two pictures. */
const step = 3;

test('an app from nothing to its deployment', { skip: folder === '' }, async () => {
  mkdirSync(folder, { recursive: true });
  const browser = await openBrowser();
  const stage = await new Stage({
    programs: { 'fal-lsp': server(), fal: 'sleep 1' },
    settings: { 'breadcrumbs.enabled': false, 'editor.fontSize': 15 },
  }).start();
  try {
    const project = stage.project('shop');
    writeFileSync(path.join(project, 'pyproject.toml'), '');
    const size = { width: 860, height: 560 };
    const act = async (bench: Workbench) => {
      let count = 0;
      const shoot = async () => {
        count += 1;
        await bench.screenshot(path.join(folder, `${String(count).padStart(3, '0')}.png`), 'css');
      };
      const typist = new Typist(bench.page, pace);
      const type = async (text: string) => {
        const keys = keysFor(text);
        for (let start = 0; start < keys.length; start += step) {
          await typist.press(keys.slice(start, start + step));
          await shoot();
        }
      };
      const take = async (label: string, key: 'Enter' | 'Tab') => {
        await bench.suggestion(label);
        await shoot();
        await typist.take(label, key);
        await bench.page.waitForTimeout(300);
        await shoot();
      };
      await bench.openFile('pyproject.toml');
      await bench.command('View: Close Primary Side Bar');
      await type('[');
      await take('tool.fal.apps.', 'Tab');
      await type('painter');
      await bench.press('End');
      await type('\nre');
      await take('ref', 'Enter');
      await take('src/shop/image.py::TextToImage', 'Enter');
      await type('\nau');
      await take('auth', 'Tab');
      await take('private', 'Tab');
      await type('\nmach');
      await take('machine_type', 'Enter');
      await type('"h1');
      await take('GPU-H100', 'Enter');
      await type('\nnum_gpus = 2\nreg');
      await take('regions', 'Enter');
      await type('["');
      await take('us-east', 'Enter');
      await type(']\n');
      // The lenses follow when the typing pauses.
      await bench.page.waitForTimeout(2000);
      await bench.lens('fal deploy').first().click();
      await bench.page.locator('.monaco-dialog-box').getByText('Deploy painter?').waitFor();
      await shoot();
    };
    await Workbench.use(browser, stage.address(project), act, size);
  } finally {
    await browser.close();
    await stage.stop();
  }
});
