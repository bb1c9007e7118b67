import assert from 'node:assert/strict';
import { Pace } from '../src/pool/pace.js';
import { FILES_PER_ORDER, FILES_PER_THREAD } from '../src/pool/amounts.js';
import { Gate } from '../src/pool/gate.js';
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

  it('leaves fewer at work than there were, however many wait for their turn in threads', () => {
    const pace = new Pace(64, { now: () => 0 }, 8);
    assert.equal(pace.limit, 64);
    pace.throttled(0);
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

  const first = (queue: Queue, limit = 1000): number | undefined => queue.take(limit)?.entries[0]?.n;
  const sizes = (queue: Queue, limit = 1000): readonly (number | undefined)[] =>
    Array.from({ length: 8 }, () => queue.take(limit)?.entries.length);

  it('gives out files in order, several at a time, as many as threads can have', () => {
    const queue = new Queue(
      Array.from({ length: 1000 }, (_, n) => entry(n)),
      2,
    );
    assert.deepEqual(sizes(queue), [...Array<number>(4).fill(FILES_PER_ORDER), ...Array<undefined>(4).fill(undefined)]);
    queue.give(entry(0));
    assert.equal(first(queue), 2 * FILES_PER_THREAD);
  });

  it('leaves something for the other threads, and keeps to a limit', () => {
    const few = new Queue(
      Array.from({ length: 10 }, (_, n) => entry(n)),
      2,
    );
    assert.deepEqual(sizes(few), [3, 2, 2, 1, 1, 1, undefined, undefined]);
    const limited = new Queue(
      Array.from({ length: 1000 }, (_, n) => entry(n)),
      2,
    );
    assert.deepEqual(sizes(limited, 5).slice(0, 2), [5, undefined]);
  });

  it('gives a large file the room of several, and threads that others do not need', () => {
    const many = new Queue([entry(0, 100 * MIB), entry(1, 100 * MIB), entry(2, 100 * MIB)], 2);
    assert.deepEqual([many.take(1000)?.threads, many.take(1000)?.threads, many.take(1000)], [1, 1, undefined]);
    many.give(entry(0, 100 * MIB));
    assert.equal(many.take(1000)?.threads, 1);
    const alone = new Queue([entry(0, 100 * MIB)], 4);
    assert.equal(alone.take(1000)?.threads, 4);
    assert.equal(new Queue([entry(0)], 4).take(1000)?.threads, 1);
  });

  it('gives a large file alone', () => {
    const mixed = new Queue([...Array.from({ length: 9 }, (_, n) => entry(n)), entry(9, 100 * MIB), entry(10)], 1);
    assert.deepEqual(sizes(mixed).slice(0, 4), [6, 3, undefined, undefined]);
    for (let n = 0; n < 9; n++) mixed.give(entry(n));
    assert.deepEqual(sizes(mixed).slice(0, 2), [1, undefined]);
  });

  it('begins a file again that was given back, and lets one begin whatever the limit', () => {
    const queue = new Queue([entry(0, 100 * MIB), entry(1)], 1);
    assert.equal(first(queue, 1), 0);
    assert.equal(queue.take(1), undefined);
    queue.give(entry(0, 100 * MIB), true);
    assert.equal(first(queue, 1), 0);
    assert.equal(queue.isEmpty, false);
  });

  it('begins files again one at a time, since nobody knows which of them a thread died of', () => {
    const queue = new Queue([entry(0), entry(1), entry(2), entry(3)], 1);
    for (const { n } of queue.take(10)?.entries ?? []) queue.give(entry(n), true);
    assert.deepEqual(sizes(queue).slice(0, 4), [1, 1, 1, 1]);
  });
});

describe('Gate', () => {
  it('lets so many pass at a time, in order, also behind one that failed', async () => {
    const gate = new Gate(2);
    const order: string[] = [];
    const work = (name: string, fails = false): Promise<void> =>
      gate.pass(async () => {
        order.push(`${name} begins`);
        await Promise.resolve();
        order.push(`${name} ends`);
        if (fails) throw new Error(name);
      });
    const failing = assert.rejects(work('a', true), { message: 'a' });
    await Promise.all([failing, work('b'), work('c')]);
    assert.deepEqual(order, ['a begins', 'b begins', 'a ends', 'b ends', 'c begins', 'c ends']);
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
