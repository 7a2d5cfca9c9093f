/** The summary of a deployment, made of a hover as the server writes it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploySummary } from '../../src/terminal/summary';

const hover = [
  '**`fal deploy search`** deploys an installed package as **`search`**: `auth` `"private"`.',
  '',
  '| Setting | Value | From |',
  '| --- | --- | --- |',
  '| `auth` | `"private"` | default |',
  '| `env` | `"a\\|b"` | [pyproject.toml](file:///x) |',
  '| `keep_alive` | `5` | class `A` ([`a.py:5`](file:///a.py#L5)) |',
  '',
  '`fal run search` runs it without deploying.',
].join('\n');

test('the sentence and the settings of the hover are plain text', () => {
  assert.equal(
    deploySummary(hover, []),
    'fal deploy search deploys an installed package as search: auth "private".\n\n' +
      'auth: "private" (default)\nenv: "a|b" (pyproject.toml)\nkeep_alive: 5 (class A, a.py:5)',
  );
});

test('errors are named with their lines', () => {
  assert.equal(
    deploySummary(undefined, [{ place: 'Line 15', message: 'Unknown key `keep_alve`.' }]),
    'Errors:\nLine 15: Unknown key `keep_alve`.',
  );
});

test('a long list is cut', () => {
  const many = Array.from({ length: 20 }, (_, index) => ({
    place: `Line ${index + 1}`,
    message: 'x',
  }));
  const lines = deploySummary(undefined, many).split('\n');
  assert.deepEqual([lines.length, lines.at(-1)], [14, 'and 8 more']);
});

test('without a server and without errors there is nothing to say', () => {
  assert.equal(deploySummary(undefined, []), '');
});
