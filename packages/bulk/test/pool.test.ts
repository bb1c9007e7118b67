import assert from 'node:assert/strict';
import { Pace } from '../src/pool/pace.js';
import { FILES_PER_THREAD } from '../src/pool/worker-pool.js';
import { progressOf } from '../src/report/progress.js';
import { Tally } from '../src/report/tally.js';
import { Queue } from '../src/run/queue.js';

const MIB = 1024 * 1024;

describe('Pace', () => {
  it('halves what is under way and waits as long as the service says', () => {
    let now = 0;
    const pace = new Pace(16, { now: () => now });
    pace.throttled(5000);
    assert.deepEqual([pace.limit, pace.waitMs], [8, 5000]);
    pace.throttled(3000);
    assert.deepEqual([pace.limit, pace.waitMs], [8, 5000], 'a request that was on its way counts with the first');
    now = 5000;
    assert.equal(pace.waitMs, 0);
    pace.throttled();
    assert.equal(pace.limit, 4);
  });

  it('waits twice as long each time, up to a minute, and never stops', () => {
    let now = 0;
    const pace = new Pace(4, { now: () => now });
    const waits = Array.from({ length: 8 }, () => {
      pace.throttled();
      const { waitMs } = pace;
      now += waitMs;
      return waitMs;
    });
    assert.deepEqual(waits, [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    assert.equal(pace.limit, 1);
  });

  it('comes back to full speed as files go through', () => {
    const pace = new Pace(8, { now: () => 0 });
    pace.throttled(0);
    assert.equal(pace.limit, 4);
    for (let files = 0; files < 100; files++) pace.succeeded();
    assert.equal(pace.limit, 8);
  });
});

describe('Queue', () => {
  const entry = (n: number, size = 1000): { n: number; file: string; size: number } => ({ n, file: String(n), size });

  it('gives out files in order, as many as threads can have', () => {
    const queue = new Queue(
      Array.from({ length: 20 }, (_, n) => entry(n)),
      2,
    );
    const taken = Array.from({ length: 20 }, () => queue.take(100)?.entry.n).filter((n) => n !== undefined);
    assert.deepEqual(
      taken,
      Array.from({ length: 2 * FILES_PER_THREAD }, (_, n) => n),
    );
    queue.give(entry(0));
    assert.equal(queue.take(100)?.entry.n, taken.length);
  });

  it('gives a large file the room of several, and threads that others do not need', () => {
    const many = new Queue([entry(0, 100 * MIB), entry(1, 100 * MIB), entry(2, 100 * MIB)], 2);
    assert.deepEqual([many.take(100)?.threads, many.take(100)?.threads, many.take(100)], [1, 1, undefined]);
    many.give(entry(0, 100 * MIB));
    assert.equal(many.take(100)?.threads, 1);
    const alone = new Queue([entry(0, 100 * MIB)], 4);
    assert.equal(alone.take(100)?.threads, 4);
    assert.equal(new Queue([entry(0)], 4).take(100)?.threads, 1);
  });

  it('begins a file again that was given back, and lets one begin whatever the limit', () => {
    const queue = new Queue([entry(0, 100 * MIB), entry(1)], 1);
    const first = queue.take(1);
    assert.equal(first?.entry.n, 0);
    assert.equal(queue.take(1), undefined);
    queue.give(first.entry, true);
    assert.equal(queue.take(1)?.entry.n, 0);
    assert.equal(queue.isEmpty, false);
  });
});

describe('the report', () => {
  it('counts files by what they came to, and why', () => {
    const tally = new Tally();
    const base = { file: 'a', action: 'protect' } as const;
    tally.add({ ...base, ok: true, status: 'done' }, 10);
    tally.add({ ...base, ok: true, status: 'skipped', reason: 'link' }, 20);
    tally.add({ ...base, ok: true, status: 'skipped', reason: 'link' }, 20);
    tally.add({ ...base, ok: false, status: 'failed', error: { code: 'CorruptFile', message: '', facts: {} } }, 40);
    assert.deepEqual(tally.summary(6, 1234.5), {
      files: 6,
      done: 1,
      planned: 0,
      failed: 1,
      skipped: { link: 2 },
      errors: { CorruptFile: 1 },
      left: 2,
      bytes: 10,
      elapsedMs: 1235,
    });
  });

  it('estimates the time that is left, once it can', () => {
    const facts = { files: 100, filesDone: 50, bytes: 100 * MIB, bytesDone: 50 * MIB, failed: 0 };
    assert.equal(progressOf({ ...facts, elapsedMs: 100 }).remainingMs, undefined);
    assert.equal(progressOf({ ...facts, elapsedMs: 10_000 }).remainingMs, 10_000);
    assert.equal(progressOf({ ...facts, bytesDone: 200 * MIB, elapsedMs: 10_000 }).bytesDone, 100 * MIB);
  });
});
