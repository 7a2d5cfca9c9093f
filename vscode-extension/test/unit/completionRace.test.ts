import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unlessTyped } from '../../src/completionRace';

test('a list for the text that is there is shown', async () => {
  assert.deepEqual(await unlessTyped({ version: 1 }, () => [{ label: 'x' }]), [{ label: 'x' }]);
});

test('a list for an older text is dropped at once, and not asked for again', async () => {
  let version = 1;
  let requests = 0;
  const document = {
    get version() {
      return version;
    },
  };
  const answer = await unlessTyped(document, async () => {
    requests += 1;
    await Promise.resolve();
    version += 1;
    return [{ label: 'x' }];
  });
  assert.deepEqual([answer, requests], [undefined, 1]);
});
