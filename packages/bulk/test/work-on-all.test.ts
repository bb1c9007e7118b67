import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { ErrorCode } from '@rightsmith/core';
import { FILES_AT_ONCE, FILES_PER_ORDER } from '../src/pool/amounts.js';
import type { FileAnswer, FileOrder } from '../src/pool/messages.js';
import { workOnAll, type ThreadRun } from '../src/pool/work-on-all.js';

describe('a thread', () => {
  const orders = (count: number, from = 0): readonly FileOrder[] =>
    Array.from({ length: count }, (_, n) => ({ path: String(from + n), threads: 1 }));
  const failed = (code: ErrorCode): FileAnswer => ({ kind: 'failed', error: { code, message: '', facts: {} } });

  interface Thread {
    readonly work: (orders: readonly FileOrder[]) => Promise<readonly FileAnswer[]>;
    readonly begun: string[];
    readonly atOnce: () => number;
    readonly counters: ThreadRun['counters'];
    readonly ending: AbortController;
  }

  /** One that answers as told, or that the file is fit. */
  function threadThat(answers: (path: string) => FileAnswer | undefined, maxErrors = Infinity): Thread {
    const begun: string[] = [];
    const ending = new AbortController();
    const counters = {
      failed: new Int32Array(new SharedArrayBuffer(4)),
      stopped: new Int32Array(new SharedArrayBuffer(4)),
    };
    let underWay = 0;
    let most = 0;
    const workOn = async ({ path }: FileOrder): Promise<FileAnswer> => {
      begun.push(path);
      underWay += 1;
      most = Math.max(most, underWay);
      await setImmediate();
      underWay -= 1;
      return answers(path) ?? { kind: 'fit', format: path };
    };
    const work = workOnAll({ workOn, counters, maxErrors, signal: ending.signal });
    return { work, begun, counters, ending, atOnce: () => most };
  }
  const kinds = (answers: readonly FileAnswer[]): readonly string[] => answers.map(({ kind }) => kind);

  it('answers in order, and has a few files at work at the same time, of all orders together', async () => {
    const { work, begun, atOnce } = threadThat(() => undefined);
    const [first, second] = await Promise.all([work(orders(FILES_PER_ORDER)), work(orders(3, FILES_PER_ORDER))]);
    assert.deepEqual(
      [...first, ...second].map((answer) => answer.kind === 'fit' && answer.format),
      orders(FILES_PER_ORDER + 3).map(({ path }) => path),
    );
    assert.equal(begun.length, FILES_PER_ORDER + 3);
    assert.equal(atOnce(), FILES_AT_ONCE);
  });

  it('begins nothing more of an order when the service asks to slow down', async () => {
    const { work, counters } = threadThat((path) => (path === '5' ? failed('Throttled') : undefined));
    const answers = kinds(await work(orders(FILES_PER_ORDER)));
    assert.deepEqual(answers.slice(0, 8), [...Array<string>(5).fill('fit'), 'failed', 'fit', 'fit']);
    assert.ok(answers.slice(5 + FILES_AT_ONCE).every((kind) => kind === 'later'));
    assert.equal(counters.failed[0], 0, 'that is no failure of the file');
    assert.deepEqual(kinds(await work(orders(1))), ['fit']);
  });

  it('begins nothing more when too many failed, in whatever thread', async () => {
    const { work, counters } = threadThat((path) => (path === '0' ? failed('CorruptFile') : undefined), 1);
    assert.deepEqual(kinds(await work(orders(2))), ['failed', 'fit']);
    Atomics.add(counters.failed, 0, 1);
    assert.deepEqual(kinds(await work(orders(2, 1))), ['later', 'later']);
  });

  it('begins nothing more when the run ends', async () => {
    const stopped = threadThat(() => undefined);
    Atomics.store(stopped.counters.stopped, 0, 1);
    assert.deepEqual(kinds(await stopped.work(orders(2))), ['later', 'later']);
    const aborted = threadThat(() => undefined);
    aborted.ending.abort();
    assert.deepEqual(kinds(await aborted.work(orders(2))), ['later', 'later']);
    assert.deepEqual(aborted.begun, []);
  });
});
