// What needs no browser: the link, the names of files, snippets.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { nameProblem } from '../src/files.ts';
import { fromFragment, toFragment } from '../src/link.ts';
import { toTemplate } from '../src/snippet.ts';

const link = (data: unknown) => `#v1/${deflateRawSync(JSON.stringify(data)).toString('base64url')}`;

test('a link holds the files, whatever is in them', async () => {
  const files = { 'pyproject.toml': 'a = "\u{1f600}\u00e9"\n', 'src/app.py': '', Dockerfile: '\0' };
  const fragment = await toFragment(files);
  assert.match(fragment, /^#v1\/[\w-]+$/);
  assert.deepEqual(await fromFragment(fragment), files);
});

test('a link of a stranger gives nothing but files of the project', async () => {
  const manifest = { 'pyproject.toml': '' };
  assert.deepEqual(await fromFragment(link(manifest)), manifest);
  for (const other of [
    '',
    '#v1/',
    '#v1/!!!',
    '#v2/AA',
    link([]),
    link({}),
    link({ 'app.py': '' }),
    link({ ...manifest, '../x': '' }),
    link({ ...manifest, '/etc/passwd': '' }),
    link({ ...manifest, 'a/./b': '' }),
    link({ ...manifest, a: 1 }),
    link({ ...manifest, a: '', 'a/b': '' }),
    link({ 'pyproject.toml': ' '.repeat(2 << 20) }),
  ])
    assert.equal(await fromFragment(other), null, other.slice(0, 60));
});

test('names of files', () => {
  for (const name of ['app.py', 'src/app.py', '.python-version', 'docker/chat.Dockerfile'])
    assert.equal(nameProblem(name, ['pyproject.toml']), '');
  for (const name of ['', ' a', 'a//b', 'a/', '..', 'a/../b', 'a\\b', 'a\n', 'x'.repeat(121)])
    assert.notEqual(nameProblem(name, []), '', name);
  assert.notEqual(nameProblem('app.py', ['app.py']), '');
  assert.notEqual(nameProblem('app.py/x', ['app.py']), '');
});

test('snippets in the notation of the editor', () => {
  for (const [snippet, template] of [
    ['auth = "$1"', 'auth = "${1}"'],
    [
      '[tool.fal.apps.${1:name}]\nref = "${2:app.py}"$0',
      '[tool.fal.apps.${1:name}]\nref = "${2:app.py}"${0}',
    ],
    ['x = { $1 }', 'x = \\{ ${1} \\}'],
    ['a = ${1|true,false|}', 'a = ${1:true}'],
    ['cost \\$5 \\\\ ${1:a\\}b}', 'cost $5 \\ a\\}b'],
  ] as const)
    assert.equal(toTemplate(snippet), template);
});
