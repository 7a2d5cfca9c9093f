/** The colours of TOML: ours where nobody else brings some, those of the usual extensions else. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { plainToml } from './support/extensions';
import { Stage, server } from './support/stage';
import { openBrowser, Workbench } from './support/workbench';

const scratch = mkdtempSync(path.join(tmpdir(), 'fal-lsp-extensions-'));
let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true });
});

/** How many colours a line has; VS Code marks each with a class of its own. */
const coloursOf = (bench: Workbench, line: string) =>
  bench.editor
    .locator('.view-line')
    .filter({ hasText: line })
    .first()
    .evaluate((element) => {
      const parts = [...element.querySelectorAll('[class*=mtk]')];
      return new Set(parts.map((part) => /mtk\d+/.exec(part.className)?.[0])).size;
    });

const others: readonly (readonly [id: string | undefined, colours: number])[] = [
  [undefined, 3],
  ['tamasfe.even-better-toml', 1],
];

for (const [id, colours] of others) {
  test(`${id ?? 'no other extension'} colours TOML`, async () => {
    const stage = await new Stage({
      programs: { 'fal-lsp': server() },
      settings: { 'editor.bracketPairColorization.enabled': false },
      extensions: id === undefined ? [] : [plainToml(scratch, id)],
    }).start();
    try {
      await Workbench.use(browser, stage.address(stage.project('shop')), async (bench) => {
        await bench.openFile('pyproject.toml');
        await bench.lens('fal run').first().waitFor();
        await bench.eventually(async () =>
          assert.equal(await coloursOf(bench, 'name = "shop"'), colours),
        );
      });
    } finally {
      await stage.stop();
    }
  });
}
