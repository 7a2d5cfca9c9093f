/** Trying a server: real small programs that answer, fail, hang or are missing. */

import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { errorLine, lastLine, run } from '../../src/process';
import { judge, probe } from '../../src/server/probe';

const folder = mkdtempSync(path.join(tmpdir(), 'fal-lsp-'));
after(() => rmSync(folder, { recursive: true }));

let count = 0;
function program(text: string, mode = 0o755): string {
  count += 1;
  const file = path.join(folder, `program-${count}`);
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

const onUnix = { skip: process.platform === 'win32' && 'shell scripts' };

const programs: [name: string, text: string, mode: number, expected: object][] = [
  ['answers', '#!/bin/sh\necho fal-lsp 0.1.0', 0o755, { works: true, version: '0.1.0' }],
  [
    'warns first',
    '#!/bin/sh\necho careful\necho fal-lsp 1.0rc1',
    0o755,
    { works: true, version: '1.0rc1' },
  ],
  [
    'is something else',
    '#!/bin/sh\necho ruff 0.9.0',
    0o755,
    { works: false, reason: 'is not fal-lsp: --version answered “ruff 0.9.0”' },
  ],
  [
    'fails',
    '#!/bin/sh\necho trace >&2\necho "ImportError: no pygls" >&2\nexit 1',
    0o755,
    { works: false, reason: '--version ended with 1: ImportError: no pygls' },
  ],
  [
    'fails in silence',
    '#!/bin/sh\nexit 3',
    0o755,
    { works: false, reason: '--version ended with 3: it said nothing' },
  ],
  ['may not be executed', '#!/bin/sh\n', 0o644, { works: false, reason: 'may not be executed' }],
  [
    'lost its Python',
    '#!/nowhere/bin/python\n',
    0o755,
    { works: false, reason: 'needs a Python that is gone; was its environment moved or deleted?' },
  ],
];

for (const [name, text, mode, expected] of programs) {
  test(`a program that ${name}`, onUnix, async () => {
    assert.deepEqual(await probe(program(text, mode), folder), expected);
  });
}

test('a program that does not exist', async () => {
  const expected = { works: false, reason: "doesn't exist" };
  assert.deepEqual(await probe(path.join(folder, 'none'), folder), expected);
});

test('a program that hangs is ended, also if its child holds the output open', onUnix, async () => {
  const hanging = program('#!/bin/sh\nsleep 60 &\nsleep 60\n');
  const outcome = await run(hanging, ['--version'], { cwd: folder, timeout: 100 });
  assert.deepEqual(outcome, { kind: 'timeout' });
  assert.deepEqual(judge(outcome), {
    works: false,
    reason: 'gave no answer to --version within 15 s',
  });
});

test('a run can be cancelled, before and after it starts', onUnix, async () => {
  const hanging = program('#!/bin/sh\nexec sleep 60\n');
  const stopper = new AbortController();
  const running = run(hanging, [], { cwd: folder, signal: stopper.signal });
  stopper.abort();
  assert.deepEqual(await running, { kind: 'cancelled' });
  const late = await run(hanging, [], { cwd: folder, signal: stopper.signal });
  assert.deepEqual(late, { kind: 'cancelled' });
});

test('the working directory is the given one', onUnix, async () => {
  const outcome = await run(program('#!/bin/sh\npwd -P\n'), [], { cwd: folder });
  assert.equal(
    outcome.kind === 'ended' && path.basename(outcome.stdout.trim()),
    path.basename(folder),
  );
});

const complaints: [name: string, text: string, line: string | undefined][] = [
  [
    'pip',
    'Collecting x\nERROR: No matching distribution found for x\n',
    'ERROR: No matching distribution found for x',
  ],
  [
    'uv',
    'error: Request failed\n  Caused by: no network\nhint: Try it later\n',
    'error: Request failed',
  ],
  ['uv, resolving', '  × No solution found\n  ╰─▶ Because x is not there\n', '× No solution found'],
  ['nobody', 'Errors are not here\nbye\n', undefined],
];

for (const [name, text, line] of complaints) {
  test(`the complaint of ${name}`, () => assert.equal(errorLine(text), line));
}

test('the last line is the last that says something', () => {
  assert.equal(lastLine('one\r\n two \r\n\r\n'), 'two');
  assert.equal(lastLine(''), '');
});
