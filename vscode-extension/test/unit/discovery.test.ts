/** The order of the candidates, what is tried, and what a person is reported. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Candidate,
  discover,
  type Failure,
  outdatedOf,
  type Place,
  problemOf,
  type Source,
} from '../../src/server/discovery';

const wheres: Record<Source, string> = {
  setting: 'from the setting fal-lsp.path',
  interpreter: 'in the selected Python environment',
  project: "in the project's Python environment",
  path: 'on PATH',
  private: "in the extension's own environment",
};

const candidate = (source: Source, command: string): Candidate => ({
  source,
  command,
  where: wheres[source],
});

/** Runs a search over candidates given as rows; a command that starts with `/good` works. */
async function search(...rows: (Candidate | Failure)[][]) {
  const probed: string[] = [];
  const asked: number[] = [];
  const places: Place[] = rows.map((row, index) => async () => {
    asked.push(index);
    return row;
  });
  const discovery = await discover(places, async (command) => {
    probed.push(command);
    return command.startsWith('/good')
      ? { works: true, version: '1.2.3' }
      : { works: false, reason: "doesn't exist" };
  });
  return { discovery, probed, asked };
}

test('the first that works is taken, and later places are not even asked', async () => {
  const { discovery, probed, asked } = await search(
    [],
    [candidate('interpreter', '/good/a')],
    [candidate('path', '/good/b')],
  );
  assert.equal(discovery.server?.command, '/good/a');
  assert.equal(discovery.server?.version, '1.2.3');
  assert.deepEqual([probed, asked], [['/good/a'], [0, 1]]);
});

test('a program that several places name is tried once', async () => {
  const { probed } = await search(
    [candidate('interpreter', '/bad')],
    [candidate('path', '/bad'), candidate('private', '/good')],
  );
  assert.deepEqual(probed, ['/bad', '/good']);
});

test('a candidate that may not be run is never tried', async () => {
  const forbidden: Failure = {
    ...candidate('path', '/good/evil'),
    reason: 'lies in this workspace',
  };
  const { discovery, probed } = await search([forbidden], [candidate('private', '/good/own')]);
  assert.deepEqual(probed, ['/good/own']);
  assert.equal(discovery.server?.command, '/good/own');
});

const problems: [name: string, rows: Candidate[][], expected: string | undefined][] = [
  ['a server on PATH', [[candidate('path', '/good/fal-lsp')]], undefined],
  [
    'a broken one in the environment, a good one on PATH',
    [[candidate('interpreter', '/bad')], [candidate('path', '/good/fal-lsp')]],
    undefined,
  ],
  [
    'a broken setting, a good one on PATH',
    [[candidate('setting', '/bad')], [candidate('path', '/good/fal-lsp')]],
    "The setting fal-lsp.path doesn't work: /bad doesn't exist. fal-lsp 1.2.3 on PATH (/good/fal-lsp) is used instead.",
  ],
  [
    'a broken setting alone',
    [[candidate('setting', '/bad')]],
    "The setting fal-lsp.path doesn't work: /bad doesn't exist.",
  ],
  [
    'nothing',
    [[], []],
    'Install the fal-lsp server to check and complete [tool.fal]? It is installed in a Python environment of its own, and the packages that it requires are downloaded.',
  ],
  [
    'two that are broken',
    [[candidate('interpreter', '/bad')], [candidate('path', '/worse')]],
    "No fal-lsp server works: /bad doesn't exist. 1 more failed, see the log.",
  ],
];

for (const [name, rows, expected] of problems) {
  test(`what is said of ${name}`, async () => {
    const { discovery } = await search(...rows);
    assert.equal(problemOf(discovery), expected);
  });
}

test("only the extension's own environment can be outdated", async () => {
  const own = await search([candidate('private', '/good/own')]);
  assert.equal(outdatedOf(own.discovery, '1.2.3'), undefined);
  assert.equal(
    outdatedOf(own.discovery, '2.0.0'),
    "The extension's own environment has fal-lsp 1.2.3, but this extension comes with 2.0.0.",
  );
  const other = await search([candidate('path', '/good/fal-lsp')]);
  assert.equal(outdatedOf(other.discovery, '2.0.0'), undefined);
});

test('without trust the reason is trust', async () => {
  const none = await search([], []);
  assert.match(problemOf(none.discovery, false) ?? '', /^This workspace is not trusted, so /);
  const broken = await search([candidate('path', '/bad')]);
  assert.match(problemOf(broken.discovery, false) ?? '', /\. This workspace is not trusted, /);
});
