/** Starts VS Code so that it runs the tests of `test/host` inside its extension host, and passes on what they say. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { hasty } from './support/extensions';
import { Stage, server } from './support/stage';
import { openBrowser } from './support/workbench';

const scratch = mkdtempSync(path.join(tmpdir(), 'fal-lsp-extensions-'));
let browser: Browser;
let stage: Stage;
before(async () => {
  browser = await openBrowser();
  const extensions = [hasty(scratch, 'fal-lsp.showLogs')];
  stage = await new Stage({ programs: { 'fal-lsp': server() }, extensions }).startForHostTests();
});
after(async () => {
  await browser?.close();
  await stage?.stop();
  rmSync(scratch, { recursive: true });
});

test('the tests inside the extension host pass', async () => {
  const page = await browser.newPage();
  const said: string[] = [];
  const ended = new Promise<number>((resolve) => {
    void page.exposeFunction('codeAutomationExit', (code: number) => resolve(code));
  });
  await page.exposeFunction('codeAutomationLog', (_kind: string, args: unknown[]) => {
    // The rest is VS Code's own talk.
    if (/^(ok|not ok|\d+ passed)/.test(String(args[0]))) {
      said.push(args.join(' '));
    }
  });
  await page.goto(
    stage.hostTestAddress(stage.project('shop'), path.resolve('out/test/host/index.js')),
  );
  const code = await Promise.race([
    ended,
    new Promise<number>((resolve) => setTimeout(() => resolve(-1), 240_000).unref()),
  ]);
  const report = said.join('\n');
  assert.equal(code, 0, report);
  assert.match(report, /\d+ passed, 0 failed/);
  console.log(report);
  await page.close();
});
