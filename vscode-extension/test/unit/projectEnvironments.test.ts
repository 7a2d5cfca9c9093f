/** The environments of projects: real folders, and a small program in the place of poetry. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { isFile, type Machine } from '../../src/server/paths';
import { projectPythons } from '../../src/server/projectEnvironments';

const root = mkdtempSync(path.join(tmpdir(), 'fal-lsp-'));
after(() => rmSync(root, { recursive: true }));
const onUnix = { skip: process.platform === 'win32' && 'shell scripts' };

let count = 0;
function folder(...files: string[]): string {
  count += 1;
  const made = path.join(root, `project-${count}`);
  for (const file of ['.keep', ...files].map((each) => path.join(made, each))) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, '');
  }
  return made;
}

const machine = (env: NodeJS.ProcessEnv = {}): Machine => ({
  platform: 'linux',
  env,
  home: root,
  isFile,
});

const cases: [files: string[], env: NodeJS.ProcessEnv, expected: string[]][] = [
  [[], {}, []],
  [['.venv/bin/python'], {}, ['.venv/bin/python']],
  [['venv/bin/python3'], {}, ['venv/bin/python3']],
  [['venv/bin/python', '.venv/bin/python'], {}, ['.venv/bin/python', 'venv/bin/python']],
  [
    ['env/uv/bin/python', '.venv/bin/python'],
    { UV_PROJECT_ENVIRONMENT: 'env/uv' },
    ['env/uv/bin/python', '.venv/bin/python'],
  ],
  [['.venv/pyvenv.cfg'], {}, []],
];

for (const [files, env, expected] of cases) {
  test(`a folder with ${files.join(' and ') || 'nothing'}`, onUnix, async () => {
    const project = folder(...files);
    assert.deepEqual(
      await projectPythons([project], machine(env), root),
      expected.map((file) => path.join(project, file)),
    );
  });
}

test('poetry is asked where its lock file is and no other environment', onUnix, async () => {
  const environment = path.join(root, 'cache', 'shop-py3.12');
  mkdirSync(path.join(environment, 'bin'), { recursive: true });
  writeFileSync(path.join(environment, 'bin', 'python'), '');
  const programs = path.join(root, 'programs');
  mkdirSync(programs);
  writeFileSync(path.join(programs, 'poetry'), `#!/bin/sh\necho '${environment}'\n`, {
    mode: 0o755,
  });
  const find = (...files: string[]) =>
    projectPythons([folder(...files)], machine({ PATH: programs }), root);
  assert.deepEqual(await find('poetry.lock'), [path.join(environment, 'bin', 'python')]);
  assert.deepEqual(await find(), []);
  assert.equal((await find('poetry.lock', '.venv/bin/python')).length, 1);
});
