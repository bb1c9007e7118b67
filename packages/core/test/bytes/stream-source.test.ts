import { CorruptFile, createSpool, streamSource } from '@rightsmith/core';
import type { ByteSource, ByteStream, Spool, StreamSourceOptions } from '@rightsmith/core';
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { sampleBytes } from './support/sample-bytes.js';

const content = sampleBytes(300_000);
const spools: Spool[] = [];

describe('streamSource', () => {
  afterEach(async () => {
    for (const spool of spools.splice(0)) await spool.close();
  });

  for (const { kind, open } of [
    { kind: 'a Web stream', open: () => new Blob([content]).stream() },
    { kind: 'a Node stream', open: () => Readable.from(pieces()) },
    { kind: 'an async iterable', open: () => pieces() },
  ] satisfies { kind: string; open(): ByteStream }[]) {
    it(`gives all of ${kind} by range`, async () => {
      const source = await spooled(open());
      assert.equal(source.size, content.length);
      assert.deepEqual(await source.read(99_999, 100_001), content.slice(99_999, 200_000));
    });
  }

  it('takes an empty stream', async () => {
    assert.equal((await spooled(Readable.from([]))).size, 0);
  });

  it('takes a stream of exactly the maximum and stops one that has more', async () => {
    assert.equal((await spooled(pieces(), { maximum: content.length })).size, content.length);
    const stream = Readable.from(endless());
    await assert.rejects(spooled(stream, { maximum: 10_000 }), { code: 'LimitReached', limit: 'streamBytes' });
    assert.ok(stream.destroyed);
  });

  it('reports the failure of a stream with its cause', async () => {
    const cause = new Error('cable pulled');
    const failing = new ReadableStream<Uint8Array>({
      pull: () => {
        throw cause;
      },
    });
    await assert.rejects(spooled(failing), { code: 'CannotRead', cause });
    const broken = new Readable({ read: () => undefined });
    const reading = spooled(broken);
    broken.destroy(cause);
    await assert.rejects(reading, { code: 'CannotRead', cause });
  });

  it('passes on an error of ours that comes through the stream', async () => {
    const error = new CorruptFile('The tail is wrong.');
    await assert.rejects(
      spooled(
        Readable.from(
          (async function* () {
            yield await Promise.resolve(content);
            throw error;
          })(),
        ),
      ),
      error,
    );
  });

  for (const { what, chunk } of [
    { what: 'text', chunk: 'text' },
    { what: 'an ArrayBuffer', chunk: new ArrayBuffer(4) },
    { what: 'nothing', chunk: undefined },
  ]) {
    it(`refuses chunks that are ${what}`, async () => {
      async function* wrong(): AsyncGenerator<Uint8Array> {
        yield await Promise.resolve(chunk as unknown as Uint8Array);
      }
      await assert.rejects(spooled(wrong()), { code: 'UsageError' });
    });
  }

  it('refuses what is no stream, and a stream that somebody else reads', async () => {
    await assert.rejects(spooled({} as AsyncIterable<Uint8Array>), { code: 'UsageError' });
    const locked = new Blob([content]).stream();
    locked.getReader();
    await assert.rejects(spooled(locked), { code: 'UsageError' });
  });

  it('aborts at once, although no chunk comes, and cancels the stream', async () => {
    let cancelled = 0;
    const silentWeb = new ReadableStream<Uint8Array>({ cancel: () => void (cancelled += 1) });
    const silentNode = new Readable({ read: () => undefined });
    const silentIterable: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => undefined),
        return: () => {
          cancelled += 1;
          return Promise.reject(new Error('nobody should hear this'));
        },
      }),
    };
    for (const stream of [silentWeb, silentNode, silentIterable]) {
      const controller = new AbortController();
      const reading = spooled(stream, { signal: controller.signal });
      controller.abort();
      await assert.rejects(reading, { code: 'Aborted' });
    }
    assert.equal(cancelled, 2);
    assert.ok(silentNode.destroyed);
  });

  it('takes nothing from the stream when it is aborted already', async () => {
    let taken = 0;
    async function* counted(): AsyncGenerator<Uint8Array> {
      taken += 1;
      yield await Promise.resolve(content);
    }
    await assert.rejects(spooled(counted(), { signal: AbortSignal.abort() }), { code: 'Aborted' });
    assert.equal(taken, 0);
  });
});

async function spooled(stream: ByteStream, options?: StreamSourceOptions): Promise<ByteSource> {
  const spool = createSpool({ memoryBytes: 100_000 });
  spools.push(spool);
  return streamSource(stream, spool, options);
}

async function* pieces(): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < content.length; offset += 7777) {
    yield await Promise.resolve(content.subarray(offset, offset + 7777));
  }
}

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield await Promise.resolve(new Uint8Array(1000));
}
