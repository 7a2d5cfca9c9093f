/** A .vsix that somebody packages by hand holds the wheel, as the one of `npm run package` does. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

test('vsce package by hand takes the wheel along', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'fal-lsp-package-'));
  const file = path.join(folder, 'by-hand.vsix');
  rmSync('bundled', { recursive: true, force: true });
  try {
    const args = ['vsce', 'package', '--no-dependencies', '--out', file];
    execFileSync('npx', [
      ...args,
      '--baseImagesUrl',
      'https://x.invalid',
      '--baseContentUrl',
      'https://x.invalid',
    ]);
    assert.match(
      readFileSync(file, 'latin1'),
      /extension\/bundled\/fal_lsp-[\d.]+-py3-none-any\.whl/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
