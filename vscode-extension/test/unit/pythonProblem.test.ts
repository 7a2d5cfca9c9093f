/** What shadows a module of the server, in tracebacks as Python prints them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanEnvironment, shadowedModule } from '../../src/server/pythonProblem';

const start = `Traceback (most recent call last):
  File "/opt/env/bin/fal-lsp", line 5, in <module>
    from fal_lsp.cli import main
  File "/opt/env/lib/python3.12/site-packages/fal_lsp/cli.py", line 9, in <module>
    import attrs
`;

test('a file that lacks a name', () => {
  const traceback = `${start}ImportError: cannot import name 'define' from 'attrs' (/work/lib/attrs.py)\n`;
  assert.equal(
    shadowedModule(traceback, { PYTHONPATH: '/other:/work/lib' }),
    'imported /work/lib/attrs.py, which is not part of its environment, because PYTHONPATH contains /work/lib',
  );
  assert.equal(
    shadowedModule(traceback, {}),
    'imported /work/lib/attrs.py, which is not part of its environment',
  );
});

test('a file that fails itself', () => {
  const traceback = `${start}  File "/work/lib/attrs.py", line 1, in <module>
    import nowhere
ModuleNotFoundError: No module named 'nowhere'
`;
  assert.match(shadowedModule(traceback, {}) ?? '', /^imported \/work\/lib\/attrs\.py,/);
});

test('a package that is missing or broken shadows nothing', () => {
  assert.equal(
    shadowedModule(`${start}ModuleNotFoundError: No module named 'attrs'\n`, {}),
    undefined,
  );
  assert.equal(
    shadowedModule(
      `${start}ImportError: cannot import name 'x' from 'attrs' (/opt/env/lib/python3.12/site-packages/attrs/__init__.py)\n`,
      {},
    ),
    undefined,
  );
  assert.equal(shadowedModule('no luck\n', {}), undefined);
});

test('a server gets no variable that changes its imports', () => {
  assert.deepEqual(cleanEnvironment({ PATH: '/bin', PYTHONPATH: '/x', PYTHONHOME: '/y' }), {
    PATH: '/bin',
  });
});
