import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { beginStream } from '../../src/bytes/begun-stream.js';
import { sampleBytes } from './support/sample-bytes.js';

const CONTENT = sampleBytes(100_000);

function pieces(length = 30_000): Readable {
  const count = Math.ceil(CONTENT.length / length);
  return Readable.from(Array.from({ length: count }, (_, i) => CONTENT.subarray(i * length, (i + 1) * length)));
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

describe('beginStream', () => {
  it('gives the beginning, and then everything from the first byte on', async () => {
    for (const length of [1, 30_000, 30_001, 99_999]) {
      const begun = await beginStream(pieces(), length, undefined);
      assert.ok(!begun.isWhole && begun.beginning.length >= length, String(length));
      assert.deepEqual(new Uint8Array(begun.beginning), CONTENT.slice(0, begun.beginning.length));
      assert.deepEqual(await bytesOf(begun.stream), CONTENT);
    }
  });

  it('knows when the beginning is all there is', async () => {
    const { isWhole, beginning } = await beginStream(pieces(), CONTENT.length + 1, undefined);
    assert.equal(isWhole, true);
    assert.deepEqual(new Uint8Array(beginning), CONTENT);
    const empty = await beginStream(Readable.from([]), 10, undefined);
    assert.deepEqual([empty.isWhole, empty.beginning.length], [true, 0]);
  });

  it('reads no further than it was asked to', async () => {
    let given = 0;
    const endless = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          given += 1000;
          controller.enqueue(new Uint8Array(1000));
        },
      },
      { highWaterMark: 0 },
    );
    const begun = await beginStream(endless, 2500, undefined);
    assert.equal(given, 3000);
    const reader = begun.stream.getReader();
    await reader.read();
    assert.equal(given, 3000);
    await reader.read();
    assert.equal(given, 4000);
  });

  it('passes chunks without bytes', async () => {
    const begun = await beginStream(
      Readable.from([CONTENT.subarray(0, 10), new Uint8Array(), CONTENT.subarray(10)]),
      5,
      undefined,
    );
    assert.deepEqual(await bytesOf(begun.stream), CONTENT);
  });

  it('reports the failure of the stream, in the beginning and after it', async () => {
    const failing = (): Readable =>
      Readable.from(
        (async function* () {
          yield await Promise.resolve(CONTENT);
          throw new Error('cable pulled');
        })(),
      );
    await assert.rejects(beginStream(failing(), CONTENT.length + 1, undefined), { code: 'CannotRead' });
    const { stream } = await beginStream(failing(), 10, undefined);
    await assert.rejects(
      (async () => {
        for await (const chunk of stream) assert.ok(chunk.length > 0);
      })(),
      { code: 'CannotRead' },
    );
  });

  it('waits for no chunk once the signal has fired, and ends the stream', async () => {
    const silent = new Readable({ read: () => undefined });
    const controller = new AbortController();
    const beginning = beginStream(silent, 10, controller.signal);
    controller.abort();
    await assert.rejects(beginning, { code: 'Aborted' });
    assert.equal(silent.destroyed, true);
  });

  it('ends the stream when it is closed, or what it gave is cancelled', async () => {
    const closed = pieces();
    const begun = await beginStream(closed, 10, undefined);
    await begun.close();
    await begun.close();
    assert.equal(closed.destroyed, true);
    const cancelled = pieces();
    await (await beginStream(cancelled, 10, undefined)).stream.cancel();
    assert.equal(cancelled.destroyed, true);
  });
});
