/** Paths: what PATH, a Python's folder and the setting name, on Unix and on Windows. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import {
  findBeside,
  findOnPath,
  isInside,
  type Machine,
  resolveSetting,
} from '../../src/server/paths';

function machine(platform: NodeJS.Platform, PATH: string, files: string[]): Machine {
  return {
    platform,
    env: { PATH, TOOLS: '/opt/tools' },
    home: '/home/ann',
    isFile: (file) => files.includes(file),
  };
}

const onPath: [name: string, machine: Machine, expected: string | undefined][] = [
  ['the first wins', machine('linux', '/a:/b', ['/a/x', '/b/x']), '/a/x'],
  ['the second if it is not in the first', machine('linux', '/a:/b', ['/b/x']), '/b/x'],
  ['nowhere', machine('linux', '/a:/b', []), undefined],
  ['an empty PATH', machine('linux', '', ['/x']), undefined],
  [
    'a relative entry is the workspace',
    machine('linux', '.:bin', ['x', './x', 'bin/x']),
    undefined,
  ],
  ['an empty entry is the workspace', machine('linux', ':/a', ['x', '/x']), undefined],
  ['.exe on Windows', machine('win32', 'C:\\a;C:\\b', ['C:\\b\\x.exe']), 'C:\\b\\x.exe'],
  ['no script on Windows', machine('win32', 'C:\\a', ['C:\\a\\x', 'C:\\a\\x.bat']), undefined],
  ['quotes on Windows', machine('win32', '"C:\\a;b";"C:\\c"', ['C:\\c\\x.exe']), 'C:\\c\\x.exe'],
];

for (const [name, where, expected] of onPath) {
  test(`on PATH: ${name}`, () => assert.equal(findOnPath('x', where), expected));
}

test('beside a Python, on Windows also in Scripts', () => {
  assert.equal(findBeside('/v/bin/python', 'x', machine('linux', '', ['/v/bin/x'])), '/v/bin/x');
  assert.equal(findBeside('/v/bin/python', 'x', machine('linux', '/a', ['/a/x'])), undefined);
  const conda = machine('win32', '', ['C:\\env\\Scripts\\x.exe']);
  assert.equal(findBeside('C:\\env\\python.exe', 'x', conda), 'C:\\env\\Scripts\\x.exe');
});

const one = { name: 'one', path: '/w/one' };
const two = { name: 'two', path: '/w/two' };
const here = machine('linux', '/usr/bin', ['/usr/bin/fal-lsp']);

const settings: [value: string, expected: object][] = [
  ['/opt/fal-lsp', { command: '/opt/fal-lsp' }],
  ['  /opt/fal-lsp ', { command: '/opt/fal-lsp' }],
  ['~/bin/fal-lsp', { command: '/home/ann/bin/fal-lsp' }],
  ['${userHome}/fal-lsp', { command: '/home/ann/fal-lsp' }],
  ['${workspaceFolder}/.venv/bin/fal-lsp', { command: '/w/one/.venv/bin/fal-lsp' }],
  ['${workspaceFolder:two}/fal-lsp', { command: '/w/two/fal-lsp' }],
  ['${env:TOOLS}/fal-lsp', { command: '/opt/tools/fal-lsp' }],
  ['.venv/bin/fal-lsp', { command: '/w/one/.venv/bin/fal-lsp' }],
  ['fal-lsp', { command: '/usr/bin/fal-lsp' }],
  ['fal-lsp-dev', { reason: 'is not on PATH' }],
  [
    '${workspaceFolder:three}/x',
    { reason: 'holds ${workspaceFolder:three}, which has no value here' },
  ],
  ['${env:NOPE}/x', { reason: 'holds ${env:NOPE}, which has no value here' }],
  ['${file}/x', { reason: 'holds ${file}, which has no value here' }],
];

for (const [value, expected] of settings) {
  test(`the setting ${value}`, () =>
    assert.deepEqual(resolveSetting(value, [one, two], here), expected));
}

test('a relative setting needs a folder', () => {
  const expected = { reason: 'is a relative path, but no folder is open' };
  assert.deepEqual(resolveSetting('bin/fal-lsp', [], here), expected);
});

test('inside a folder, links followed', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'fal-lsp-'));
  try {
    const [work, other] = [path.join(root, 'work'), path.join(root, 'workshop')];
    mkdirSync(work);
    mkdirSync(other);
    writeFileSync(path.join(work, 'tool'), '');
    writeFileSync(path.join(other, 'tool'), '');
    symlinkSync(path.join(work, 'tool'), path.join(other, 'link'));
    symlinkSync(work, path.join(root, 'alias'));
    assert.equal(isInside(path.join(work, 'tool'), [work]), true);
    assert.equal(isInside(path.join(work, 'not', 'yet'), [work]), true);
    assert.equal(isInside(path.join(other, 'tool'), [work]), false, 'a name that starts alike');
    assert.equal(isInside(path.join(other, 'link'), [work]), true, 'a link into the folder');
    assert.equal(isInside(path.join(work, 'tool'), [path.join(root, 'alias')]), true);
    assert.equal(isInside(path.join(work, 'tool'), []), false);
  } finally {
    rmSync(root, { recursive: true });
  }
});
