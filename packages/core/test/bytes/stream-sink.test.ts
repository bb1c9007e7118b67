import { streamSink } from '@rightsmith/core';
import assert from 'node:assert/strict';
import { PassThrough, Writable } from 'node:stream';
import { sampleBytes } from './support/sample-bytes.js';
import { collect } from './support/sample-sources.js';

describe('streamSink', () => {
  it('writes to a Node stream and leaves it open', async () => {
    const stream = new PassThrough({ highWaterMark: 10_000 });
    const sink = streamSink(stream);
    await sink.write(sampleBytes(1000));
    await sink.commit();
    stream.end(sampleBytes(3));
    assert.deepEqual(await collect(stream), new Uint8Array([...sampleBytes(1000), ...sampleBytes(3)]));
  });

  it('writes to a Web stream and gives its lock back', async () => {
    const stream = new TransformStream<Uint8Array, Uint8Array>(undefined, undefined, { highWaterMark: 10 });
    const sink = streamSink(stream.writable);
    await sink.write(sampleBytes(1000));
    await sink.commit();
    await stream.writable.close();
    assert.deepEqual(await collect(stream.readable), sampleBytes(1000));
  });

  it('lets the array be used again, though the stream keeps what it took', async () => {
    const stream = new PassThrough();
    const sink = streamSink(stream);
    const array = new Uint8Array(3);
    for (let round = 1; round <= 3; round += 1) await sink.write(array.fill(round));
    stream.end();
    assert.deepEqual([...(await collect(stream))], [1, 1, 1, 2, 2, 2, 3, 3, 3]);
  });

  it('waits for a slow reader', async () => {
    const events: string[] = [];
    const slow = new Writable({
      write: (_chunk, _encoding, done) => {
        setTimeout(() => {
          events.push('taken');
          done();
        }, 5);
      },
    });
    const sink = streamSink(slow);
    for (let round = 0; round < 3; round += 1) {
      await sink.write(sampleBytes(10));
      events.push('written');
    }
    assert.deepEqual(events, ['taken', 'written', 'taken', 'written', 'taken', 'written']);
  });

  it('says that the reader of a pipe went away, and has no more to say', async () => {
    const broken = new Writable({
      write: (_chunk, _encoding, done) => {
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      },
    });
    const sink = streamSink(broken);
    await assert.rejects(sink.write(sampleBytes(10)), { code: 'CannotWrite', message: /the reader closed the stream/ });
    await assert.rejects(sink.write(sampleBytes(10)), { code: 'UsageError' });
    await sink.abort();
  });

  it('catches the error events of a stream that breaks between writes', async () => {
    const stream = new PassThrough();
    const sink = streamSink(stream);
    await sink.write(sampleBytes(10));
    const cause = new Error('connection reset');
    stream.destroy(cause);
    await new Promise(setImmediate);
    await assert.rejects(sink.write(sampleBytes(10)), { code: 'CannotWrite' });
  });

  it('listens to the stream no longer than it writes to it', async () => {
    const stream = new PassThrough();
    const before = stream.listenerCount('error');
    await streamSink(stream).commit();
    await streamSink(stream).abort();
    assert.equal(stream.listenerCount('error'), before);
  });

  it('reports the failure of a Web stream with its cause', async () => {
    const cause = new Error('quota');
    const stream = new WritableStream<Uint8Array>({
      write: () => {
        throw cause;
      },
    });
    await assert.rejects(streamSink(stream).write(sampleBytes(1)), { code: 'CannotWrite', cause });
  });

  it('waits for no reader once the signal has fired', async () => {
    let finish: (error?: Error) => void = () => undefined;
    const stuck = (): Writable =>
      new Writable({
        write: (_chunk, _encoding, done) => {
          finish = done;
        },
      });
    for (const outcome of [undefined, new Error('write EPIPE')]) {
      const [stream, controller] = [stuck(), new AbortController()];
      const sink = streamSink(stream, { signal: controller.signal });
      const writing = sink.write(sampleBytes(10));
      await new Promise(setImmediate);
      controller.abort();
      await assert.rejects(writing, { code: 'Aborted' });
      await sink.abort();
      finish(outcome);
      await new Promise(setImmediate);
      assert.equal(stream.listenerCount('error'), outcome === undefined ? 0 : 1);
    }
  });

  it('refuses a Web stream that somebody else writes to', () => {
    const stream = new WritableStream<Uint8Array>();
    stream.getWriter();
    assert.throws(() => streamSink(stream), { code: 'UsageError' });
  });
});
