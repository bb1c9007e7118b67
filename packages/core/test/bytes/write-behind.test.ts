import assert from 'node:assert/strict';
import { CannotWrite, memorySink, writeBehind, type ByteSink } from '@rightsmith/core';
import { sampleBytes } from './support/sample-bytes.js';

const PIECE_BYTES = 512 * 1024;

/** Takes a piece when it is told to, and not before. */
class SlowSink implements ByteSink {
  pieces = 0;
  isBusy = false;
  #end: ((error?: Error) => void) | undefined;

  write(): Promise<void> {
    assert.equal(this.isBusy, false, 'calls must not overlap');
    this.isBusy = true;
    this.pieces += 1;
    return new Promise((resolve, reject) => {
      this.#end = (error) => {
        this.isBusy = false;
        if (error === undefined) resolve();
        else reject(error);
      };
    });
  }

  end(error?: Error): void {
    this.#end?.(error);
  }
}

/** Whether a promise is still open once everything that needs no medium has happened. */
async function isOpen(promise: Promise<unknown>): Promise<boolean> {
  const next = new Promise<string>((resolve) => setImmediate(resolve, 'open'));
  return (await Promise.race([promise.catch(() => 'failed'), next])) === 'open';
}

describe('writeBehind', () => {
  for (const sizes of [[], [0], [3, 0, 20_000, 5], [PIECE_BYTES], [PIECE_BYTES - 1, 2], [100, 3 * PIECE_BYTES, 7]]) {
    it(`hands on what was written in pieces of ${sizes.join(', ') || 'nothing'}, all from one array`, async () => {
      const bytes = sampleBytes(sizes.reduce((sum, size) => sum + size, 0));
      const array = new Uint8Array(4 * PIECE_BYTES);
      const sink = memorySink();
      const result = await writeBehind(sink, async (output) => {
        let at = 0;
        for (const size of sizes) {
          array.set(bytes.subarray(at, at + size));
          await output.write(array.subarray(0, size));
          at += size;
        }
        return 'done';
      });
      assert.equal(result, 'done');
      assert.ok(Buffer.from(sink.bytes()).equals(bytes));
    });
  }

  it('lets the work go on while the sink takes a piece, until the next one is full too', async () => {
    const sink = new SlowSink();
    const whole = writeBehind(sink, async (output) => {
      await output.write(new Uint8Array(PIECE_BYTES));
      await output.write(new Uint8Array(PIECE_BYTES));
      assert.deepEqual([sink.pieces, sink.isBusy], [1, true]);
      const third = output.write(new Uint8Array(1));
      assert.equal(await isOpen(third), true);
      sink.end();
      await third;
      assert.equal(sink.pieces, 2);
    });
    while (sink.pieces < 2) await isOpen(whole);
    sink.end();
    while (sink.pieces < 3) await isOpen(whole);
    assert.equal(await isOpen(whole), true);
    sink.end();
    await whole;
  });

  it('fails with what the sink fails with, at a later write of the work or at the end', async () => {
    const error = new CannotWrite('The disk is full.');
    for (const size of [1, PIECE_BYTES, 3 * PIECE_BYTES]) {
      const sink: ByteSink = { write: () => Promise.reject(error) };
      await assert.rejects(
        writeBehind(sink, (output) => output.write(new Uint8Array(size))),
        error,
      );
    }
  });

  it('does not end before the sink has, when the work fails; nor hand on what it gathered', async () => {
    const sink = new SlowSink();
    const error = new CannotWrite('No.');
    const whole = writeBehind(sink, async (output) => {
      await output.write(new Uint8Array(PIECE_BYTES + 1));
      throw error;
    });
    assert.equal(await isOpen(whole), true);
    sink.end(new CannotWrite('Neither.'));
    await assert.rejects(whole, error);
    assert.equal(sink.pieces, 1);
  });
});
