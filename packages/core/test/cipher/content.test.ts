import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import {
  CannotWrite,
  bytesSource,
  createContentCipher,
  decryptContent,
  encryptContent,
  memorySink,
} from '@rightsmith/core';
import type { ByteSink, ByteSource, CipherMode, ContentCipher } from '@rightsmith/core';
import {
  decryptToBytes,
  encryptPlainly,
  encryptToBytes,
  joinBytes,
  streamInChunks,
  withPreferredRun,
} from './support.js';

const KEY: Uint8Array = Uint8Array.from({ length: 32 }, (_, index) => 255 - index);
const PLAIN: Uint8Array = Uint8Array.from({ length: 100_000 }, (_, index) => index * 3 + index / 256);

/** Runs of 8 KiB, so that short content has many. */
function cipherOf(mode: CipherMode): ContentCipher {
  return withPreferredRun(createContentCipher({ mode, key: KEY }), 8192);
}

const cbc4k = cipherOf('CBC4K');

/** A sink that fails at the write with this number, counted from 0. */
function failingSink(failAt: number): ByteSink & { readonly writes: number } {
  let writes = 0;
  return {
    get writes() {
      return writes;
    },
    write: async () => {
      await delay(1);
      if (writes++ === failAt) throw new CannotWrite('The disk is full.');
    },
  };
}

/** A sink that fails a test in which two writes overlap, or an array changes while it is written. */
function strictSink(): ByteSink & { readonly bytes: () => Uint8Array } {
  const sink = memorySink();
  let writing = false;
  return {
    bytes: () => sink.bytes(),
    write: async (bytes) => {
      assert.equal(writing, false, 'two writes at once');
      writing = true;
      const before = bytes.slice();
      await delay(1);
      assert.deepEqual(bytes, before);
      writing = false;
      await sink.write(bytes);
    },
  };
}

/** A stream that gives `bytes` and then nothing more, without ending. */
function stallingStream(bytes: Uint8Array): { stream: ReadableStream<Uint8Array>; cancelled: () => boolean } {
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(bytes);
    },
    cancel: () => {
      cancelled = true;
    },
  });
  return { stream, cancelled: () => cancelled };
}

describe('encryptContent', () => {
  it('gives the same bytes for a source and for a stream in chunks of any size', async () => {
    const chunks = fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.nat(PLAIN.length), chunks, async (length, lengths) => {
        const plain = PLAIN.subarray(0, length);
        const encrypted = await encryptToBytes(plain, cbc4k);
        assert.deepEqual(encrypted, await cbc4k.encrypt(0, plain, true));
        assert.deepEqual(await encryptToBytes(streamInChunks(plain, ...lengths), cbc4k), encrypted);
        assert.deepEqual(await decryptToBytes(encrypted, cbc4k), plain);
      }),
      { seed: 5, numRuns: 50 },
    );
  });

  it('ends right where content ends with a run', async () => {
    for (const length of [0, 4096, 8192, 16_384]) {
      const plain = PLAIN.subarray(0, length);
      const expected = await cbc4k.encrypt(0, plain, true);
      assert.deepEqual(await encryptToBytes(plain, cbc4k), expected);
      assert.deepEqual(await encryptToBytes(streamInChunks(plain, 8192), cbc4k), expected);
    }
  });

  it('returns the plaintext length and reports how far it is', async () => {
    const reports: number[] = [];
    const length = await encryptContent(bytesSource(PLAIN.subarray(0, 20_000)), cbc4k, memorySink(), {
      progress: (bytesDone) => reports.push(bytesDone),
    });
    assert.equal(length, 20_000);
    assert.deepEqual(reports, [8192, 16_384, 20_000]);
  });

  it('waits for each write before the next, and keeps its hands off what is being written', async () => {
    const sink = strictSink();
    await encryptContent(bytesSource(PLAIN), cbc4k, sink);
    assert.deepEqual(sink.bytes(), await cbc4k.encrypt(0, PLAIN, true));
  });

  it('fills up with zeros only when it is told to', async () => {
    const plain = PLAIN.subarray(0, 10_001);
    for (const mode of ['CBC512', 'ECB'] as const) {
      const cipher = cipherOf(mode);
      const filled = joinBytes([plain, new Uint8Array(15)]);
      assert.deepEqual(await encryptToBytes(plain, cipher, { fill: true }), encryptPlainly(mode, KEY, 0, filled));
      assert.equal(await encryptContent(bytesSource(plain), cipher, memorySink(), { fill: true }), 10_001);
      const sink = failingSink(0);
      await assert.rejects(encryptContent(bytesSource(plain), cipher, sink), { code: 'UsageError' });
      assert.equal(sink.writes, 0, 'refused before anything was written');
      await assert.rejects(encryptToBytes(streamInChunks(plain, 1000), cipher), { code: 'UsageError' });
    }
    assert.deepEqual(await encryptToBytes(plain, cbc4k, { fill: true }), await encryptToBytes(plain, cbc4k));
  });

  it('fills up to a whole segment where the item is not ended', async () => {
    const plain = PLAIN.subarray(0, 10_001);
    const filled = joinBytes([plain, new Uint8Array(3 * 4096 - 10_001)]);
    const encrypted = await encryptToBytes(plain, cbc4k, { final: false, fill: true });
    assert.deepEqual(encrypted, encryptPlainly('CBC4K', KEY, 0, filled));
    assert.deepEqual(await decryptToBytes(encrypted, cbc4k, { final: false, plainLength: 10_001 }), plain);
    await assert.rejects(encryptToBytes(plain, cbc4k, { final: false }), { code: 'UsageError' });
  });

  it('refuses empty content in CBC512, filled up or not', async () => {
    const nothing = new Uint8Array(0);
    for (const options of [{}, { fill: true }, { fill: true, final: false }]) {
      const refused = { code: 'UsageError' };
      await assert.rejects(encryptToBytes(nothing, cipherOf('CBC512'), options), refused);
      await assert.rejects(encryptToBytes(streamInChunks(nothing, 1), cipherOf('CBC512'), options), refused);
    }
    assert.deepEqual(await encryptToBytes(nothing, cipherOf('ECB')), nothing);
  });

  it('refuses a source of more segments than can be numbered', async () => {
    const source: ByteSource = { ...bytesSource(PLAIN), size: 2 ** 44 };
    await assert.rejects(encryptContent(source, cbc4k, failingSink(0)), { code: 'LimitReached', limit: 'segments' });
  });

  it('names the place where a source ends too soon', async () => {
    const source: ByteSource = {
      size: 20_000,
      read: (offset, length) => Promise.resolve(PLAIN.slice(offset, Math.min(offset + length, 10_000))),
      close: () => Promise.resolve(),
    };
    const where = { structure: 'content', offset: 8192 };
    await assert.rejects(encryptContent(source, cbc4k, memorySink()), { code: 'CorruptFile', where });
  });

  it('passes on what the sink throws, with nothing left in flight', async () => {
    for (const failAt of [0, 1, 5]) {
      const sink = failingSink(failAt);
      await assert.rejects(encryptContent(bytesSource(PLAIN), cbc4k, sink), { code: 'CannotWrite' });
      await delay(5);
      assert.equal(sink.writes, failAt + 1);
    }
  });

  it('cancels a stream when the sink fails, even if the stream gives nothing more', async () => {
    const { stream, cancelled } = stallingStream(PLAIN);
    await assert.rejects(encryptContent(stream, cbc4k, failingSink(1)), { code: 'CannotWrite' });
    assert.equal(cancelled(), true);
  });

  it('wraps what a stream throws', async () => {
    const cause = new Error('The pipe broke.');
    const failing = new ReadableStream<Uint8Array>({
      pull: () => {
        throw cause;
      },
    });
    await assert.rejects(encryptToBytes(failing, cbc4k), { code: 'CannotRead', cause });
    const locked = streamInChunks(PLAIN, 100);
    locked.getReader();
    await assert.rejects(encryptToBytes(locked, cbc4k), { code: 'CannotRead' });
  });

  it('refuses a stream of anything but bytes', async () => {
    for (const chunk of ['text', undefined, [1, 2], new Uint16Array(2)]) {
      const stream = new ReadableStream<unknown>({
        pull: (controller) => {
          controller.enqueue(chunk);
        },
      });
      await assert.rejects(encryptToBytes(stream as ReadableStream<Uint8Array>, cbc4k), { code: 'UsageError' });
    }
  });

  it('stops within a run when it is aborted', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const done: number[] = [];
    const aborted = encryptContent(bytesSource(PLAIN), cbc4k, memorySink(), {
      signal,
      progress: (bytesDone) => {
        done.push(bytesDone);
        controller.abort();
      },
    });
    await assert.rejects(aborted, { code: 'Aborted' });
    assert.ok(done.length <= 2, `${done.length} runs were written`);
  });

  it('stops at once when it is aborted while a stream gives nothing more', async () => {
    const controller = new AbortController();
    const { stream, cancelled } = stallingStream(PLAIN.subarray(0, 100));
    const sink = failingSink(0);
    const aborted = encryptContent(stream, cbc4k, sink, { signal: controller.signal });
    await delay(5);
    controller.abort();
    await assert.rejects(aborted, { code: 'Aborted' });
    assert.equal(cancelled(), true);
    assert.equal(sink.writes, 0);
  });

  it('does not begin when it was aborted before', async () => {
    const signal = AbortSignal.abort();
    const sink = failingSink(0);
    const range = { offset: 0, length: 16 };
    await assert.rejects(encryptContent(bytesSource(PLAIN), cbc4k, sink, { signal }), { code: 'Aborted' });
    await assert.rejects(decryptContent(bytesSource(PLAIN), cbc4k, sink, { signal, range }), { code: 'Aborted' });
    assert.equal(sink.writes, 0);
  });
});

describe('decryptContent', () => {
  it('checks the end before it writes the first byte', async () => {
    const encrypted = await cbc4k.encrypt(0, PLAIN, true);
    const last = encrypted.length - 1;
    const broken = [
      encrypted.subarray(0, -16),
      encrypted.subarray(0, -1),
      encrypted.subarray(0, 4096),
      encrypted.subarray(0, 0),
      encrypted.with(last, encrypted[last]! ^ 1),
    ];
    for (const bytes of broken) {
      const sink = failingSink(0);
      const range = { offset: 0, length: bytes.length };
      await assert.rejects(decryptContent(bytesSource(bytes), cbc4k, sink, { range }), { code: 'CorruptFile' });
      assert.equal(sink.writes, 0);
    }
  });

  it('returns the plaintext length and reports how far it is', async () => {
    const encrypted = await cbc4k.encrypt(0, PLAIN.subarray(0, 20_000), true);
    const reports: number[] = [];
    const sink = strictSink();
    const length = await decryptContent(bytesSource(encrypted), cbc4k, sink, {
      range: { offset: 0, length: encrypted.length },
      progress: (bytesDone) => reports.push(bytesDone),
    });
    assert.equal(length, 20_000);
    assert.deepEqual(reports, [8192, 16_384, 20_000]);
    assert.deepEqual(sink.bytes(), PLAIN.subarray(0, 20_000));
  });

  it('cuts content without padding at the recorded length, and goes by the padding where there is one', async () => {
    const plain = PLAIN.subarray(0, 10_000);
    const ecb = cipherOf('ECB');
    const withoutPadding = await ecb.encrypt(0, plain, true);
    assert.deepEqual(await decryptToBytes(withoutPadding, ecb, { plainLength: 9990 }), plain.subarray(0, 9990));
    assert.deepEqual(await decryptToBytes(withoutPadding, ecb), plain);
    const padded = await cbc4k.encrypt(0, plain, true);
    assert.deepEqual(await decryptToBytes(padded, cbc4k, { plainLength: 9990 }), plain);
  });

  it('stops within a run when it is aborted', async () => {
    const encrypted = await cbc4k.encrypt(0, PLAIN, true);
    const controller = new AbortController();
    const sink: ByteSink = {
      write: () => {
        controller.abort();
        return Promise.resolve();
      },
    };
    const options = { range: { offset: 0, length: encrypted.length }, signal: controller.signal };
    await assert.rejects(decryptContent(bytesSource(encrypted), cbc4k, sink, options), { code: 'Aborted' });
  });
});
