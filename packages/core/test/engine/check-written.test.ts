import assert from 'node:assert/strict';
import { bytesSource, RightsEngine, type FormatHandler, type ReadableSink } from '@rightsmith/core';
import { MemoryClient } from './support/memory-client.js';
import { PLAIN, toyFormat } from './support/toy-format.js';
import { REQUEST, textSource } from './support/toys.js';
import { trackedSink, type TrackedSink } from './support/tracked-sink.js';

/** A sink that shows what was written to it, or something else instead. */
function readableSink(change: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes): TrackedSink & ReadableSink {
  return Object.defineProperty(trackedSink(), 'written', {
    value(this: TrackedSink) {
      return Promise.resolve(bytesSource(change(this.bytes())));
    },
  }) as TrackedSink & ReadableSink;
}

describe('RightsEngine.protect with check', () => {
  const client = new MemoryClient();
  const content = `${PLAIN}${'hello '.repeat(3000)}`;
  const checked = { ...REQUEST, check: true };

  async function protect(sink: TrackedSink, methods: Partial<FormatHandler> = {}, rewrites = false): Promise<void> {
    const toy = toyFormat({ methods });
    const format = { ...toy, info: { ...toy.info, ...(rewrites && { rewrites }) } };
    await new RightsEngine({ client, formats: [format] }).protect(textSource(content), sink, checked);
  }

  it('commits what gives the content back', async () => {
    const sink = readableSink();
    await protect(sink);
    assert.equal(sink.state, 'committed');
  });

  const damages: readonly (readonly [string, (bytes: Uint8Array) => Uint8Array])[] = [
    ['a byte of the content', (bytes) => bytes.with(bytes.length - 9000, 0)],
    ['a byte of the licence', (bytes) => bytes.with(200, 0x20)],
    ['its end', (bytes) => bytes.slice(0, -4096)],
    ['everything', () => Buffer.from(PLAIN)],
  ];
  for (const [what, damage] of damages) {
    it(`keeps nothing where ${what} was written wrong`, async () => {
      const sink = readableSink(damage);
      await assert.rejects(protect(sink), { code: 'InternalError' });
      assert.equal(sink.state, 'aborted');
    });
  }

  it('keeps nothing that comes out shorter or longer, unless the format says that it writes anew', async () => {
    const unwraps: readonly FormatHandler['unwrap'][] = [
      (_source, _cipher, sink) => sink.write(Buffer.from(content.slice(0, -1))),
      (_source, _cipher, sink) => sink.write(Buffer.from(`${content} `)),
    ];
    for (const unwrap of unwraps) {
      const sink = readableSink();
      await assert.rejects(protect(sink, { unwrap }), { code: 'InternalError' });
      assert.equal(sink.state, 'aborted');
      await protect(readableSink(), { unwrap }, true);
    }
  });

  it('needs a sink that can be read', async () => {
    await assert.rejects(protect(trackedSink()), { code: 'UsageError' });
  });
});
