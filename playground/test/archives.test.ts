// The packed Python files: nothing that the features import is missing.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { loadPyodide } from 'pyodide';
import type { App, Checked, Hover, Suggestion } from '../src/protocol.ts';

const built = process.env['FAL_LSP_PLAYGROUND'] ?? '';
const examples = path.join(built, '../../examples');

function project(name: string): Record<string, string> {
  const folder = path.join(examples, name);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.pyc'))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]),
  );
}

test('all that the features do with every kind of mistake', async () => {
  const archive = (name: string) => gunzipSync(readFileSync(path.join(built, name)));
  const stdLibURL = path.join(mkdtempSync(path.join(tmpdir(), 'playground-')), 'stdlib.zip');
  writeFileSync(stdLibURL, archive('stdlib.bin'));
  const python = await loadPyodide({ stdLibURL });
  const packages = new Uint8Array(archive('packages.bin'));
  python.unpackArchive(packages, 'zip', { extractDir: '/packages' });
  const answer = python.runPython(
    'import sys; sys.path.insert(0, "/packages")\nfrom bridge import open_bridge\nopen_bridge("/project").ask',
  ) as (request: string) => string;
  const ask = <T>(method: string, params: object = {}): T =>
    JSON.parse(answer(JSON.stringify({ method, params })));

  for (const name of ['mistakes', 'mistakes-around', 'good']) {
    const files = project(name);
    ask('files', { files });
    const checked = ask<Checked>('check');
    assert.deepEqual(checked.failed, [], name);
    assert.equal(checked.findings['pyproject.toml']?.length === 0, name === 'good');
    ask('fixAll');
    for (const app of checked.apps) assert.equal(ask<App>('app', { name: app }).name, app);
    for (const [file, text] of Object.entries(files).filter(([each]) => /\.(toml|py)$/.test(each)))
      for (let unit = 0; unit <= text.length; unit += 37) {
        ask<Hover | null>('hover', { file, unit });
        ask<Suggestion[]>('complete', { file, unit, explicit: true });
      }
  }
});
