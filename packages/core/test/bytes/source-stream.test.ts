import { bytesSource, sourceStream } from '@rightsmith/core';
import type { ByteSource } from '@rightsmith/core';
import assert from 'node:assert/strict';
import { sampleBytes } from './support/sample-bytes.js';
import { collect, shrunkSource, spooledSource } from './support/sample-sources.js';

describe('sourceStream', () => {
  const content = sampleBytes(2_000_000);

  it('gives the whole source, or a range of it', async () => {
    assert.deepEqual(await collect(sourceStream(bytesSource(content))), content);
    const range = { offset: 777_777, length: 1_000_001 };
    assert.deepEqual(await collect(sourceStream(bytesSource(content), range)), content.slice(777_777, 1_777_778));
  });

  it('gives a source on disk', async () => {
    const source = await spooledSource(content, 0);
    assert.deepEqual(await collect(sourceStream(source)), content);
    await source.close();
  });

  it('ends at once where there is nothing', async () => {
    assert.equal((await collect(sourceStream(bytesSource(new Uint8Array())))).length, 0);
    assert.equal((await collect(sourceStream(bytesSource(content), { offset: 5, length: 0 }))).length, 0);
  });

  it('fills the buffers of a reader that brings its own, and tells it of the end', async () => {
    const reader = sourceStream(bytesSource(content.slice(0, 1000))).getReader({ mode: 'byob' });
    const first = await reader.read(new Uint8Array(600));
    assert.deepEqual(first.value, content.slice(0, 600));
    const [second, third] = await Promise.all([reader.read(new Uint8Array(600)), reader.read(new Uint8Array(600))]);
    assert.deepEqual(second.value, content.slice(600, 1000));
    assert.equal(third.done, true);
  });

  it('reads nothing before it is asked', async () => {
    const counted = countedSource(content);
    const reader = sourceStream(counted).getReader();
    await new Promise(setImmediate);
    assert.equal(counted.reads, 0);
    await reader.read();
    await new Promise(setImmediate);
    assert.equal(counted.reads, 1);
  });

  it('may be cancelled in the middle of a read', async () => {
    const { promise, answer } = lateAnswer();
    const reader = sourceStream({ ...bytesSource(content), size: 10, read: () => promise }).getReader();
    const reading = reader.read();
    await new Promise(setImmediate);
    await reader.cancel();
    answer(sampleBytes(10));
    assert.deepEqual(await reading, { done: true, value: undefined });
  });

  it('leaves the source open', async () => {
    const source = bytesSource(content);
    await sourceStream(source).cancel();
    await collect(sourceStream(source));
    assert.equal((await source.read(0, 1)).length, 1);
  });

  it('fails where the source ends early', async () => {
    await assert.rejects(collect(sourceStream(shrunkSource(content, 1))), { code: 'CorruptFile' });
  });

  it('fails as Aborted while a read does not come back', async () => {
    const controller = new AbortController();
    const stuck: ByteSource = { ...bytesSource(content), size: 10, read: () => new Promise(() => undefined) };
    const collecting = collect(sourceStream(stuck, undefined, { signal: controller.signal }));
    controller.abort();
    await assert.rejects(collecting, { code: 'Aborted' });
  });

  it('refuses a range that is not inside the source', () => {
    assert.throws(() => sourceStream(bytesSource(content), { offset: 1, length: content.length }), {
      code: 'UsageError',
    });
  });
});

function countedSource(bytes: Uint8Array): ByteSource & { readonly reads: number } {
  const source = bytesSource(bytes);
  let reads = 0;
  return {
    size: source.size,
    get reads() {
      return reads;
    },
    read: (offset, length) => {
      reads += 1;
      return source.read(offset, length);
    },
    close: () => source.close(),
  };
}

function lateAnswer(): { promise: Promise<Uint8Array>; answer: (bytes: Uint8Array) => void } {
  let answer: (bytes: Uint8Array) => void = () => undefined;
  const promise = new Promise<Uint8Array>((resolve) => {
    answer = resolve;
  });
  return { promise, answer };
}
