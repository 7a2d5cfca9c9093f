/** The restart queue: one run at a time, one more for all that came meanwhile. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RestartQueue } from '../../src/restartQueue';

/** A job whose runs end when reported, and that notifications if two overlap. */
function controlled() {
  const ends: (() => void)[] = [];
  let under = 0;
  const log = { started: 0, overlapped: false };
  const job = () =>
    new Promise<void>((resolve) => {
      log.started += 1;
      under += 1;
      log.overlapped ||= under > 1;
      ends.push(() => {
        under -= 1;
        resolve();
      });
    });
  return { job, log, end: (run: number) => ends[run]?.() };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('ten requests during a run mean one more run', async () => {
  const { job, log, end } = controlled();
  const queue = new RestartQueue(job);
  const all = Array.from({ length: 10 }, () => queue.request());
  assert.equal(log.started, 1);
  end(0);
  await settle();
  assert.equal(log.started, 2);
  end(1);
  await Promise.all(all);
  assert.deepEqual(log, { started: 2, overlapped: false });
});

test('a request after the end starts a new run', async () => {
  const { job, log, end } = controlled();
  const queue = new RestartQueue(job);
  for (const run of [0, 1, 2]) {
    const done = queue.request();
    end(run);
    await done;
  }
  assert.deepEqual(log, { started: 3, overlapped: false });
});

test('a request made the moment the last run ends is not lost', async () => {
  const { job, log, end } = controlled();
  const queue = new RestartQueue(job);
  const first = queue.request();
  const second = first.then(() => queue.request());
  end(0);
  await settle();
  end(1);
  await second;
  assert.equal(log.started, 2);
});

test('a run that throws rejects, and the next request runs again', async () => {
  let runs = 0;
  const queue = new RestartQueue(async () => {
    runs += 1;
    if (runs === 1) {
      throw new Error('no luck');
    }
  });
  await assert.rejects(queue.request(), /no luck/);
  await queue.request();
  assert.equal(runs, 2);
});

test('a request queued behind a run that throws still runs', async () => {
  let runs = 0;
  const queue = new RestartQueue(async () => {
    runs += 1;
    await settle();
    if (runs === 1) {
      throw new Error('no luck');
    }
  });
  const first = queue.request();
  const second = queue.request();
  await Promise.all([first, second]);
  assert.equal(runs, 2);
});
