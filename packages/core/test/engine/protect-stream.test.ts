import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import {
  bytesSource,
  createContentCipher,
  encryptContent,
  memorySink,
  RightsEngine,
  type ByteSource,
  type FormatHandler,
} from '@rightsmith/core';
import { MemoryClient } from './support/memory-client.js';
import { PLAIN, toyFormat } from './support/toy-format.js';
import { isClosed, REQUEST, textOfSource } from './support/toys.js';
import { trackedSink } from './support/tracked-sink.js';

/** Longer than what formats are asked about. */
const LONG = PLAIN.padEnd(300_000, 'abc ');

/** Which of the ways content can go was taken. */
interface Ways {
  readonly taken: ('wrap' | 'wrapStream')[];
}

/** A toy format that wraps streams too. */
function streamingToy({ taken }: Ways, methods: Partial<FormatHandler> = {}): FormatHandler {
  const toy = toyFormat();
  return {
    ...toy,
    wrap: (source, envelope, sink, context) => {
      taken.push('wrap');
      return toy.wrap(source, envelope, sink, context);
    },
    wrapStream: async (stream, { license, cipher }, sink, { signal }) => {
      taken.push('wrapStream');
      await sink.write(Buffer.from(`toy protected .toy\n${license.length}\n`));
      await sink.write(license);
      await encryptContent(stream, cipher, sink, { signal });
    },
    ...methods,
  };
}

/** A format that claims a file by its last bytes. */
const BY_ITS_END: FormatHandler = toyFormat({
  id: 'by-its-end',
  methods: {
    detect: async (source) => {
      const end = Buffer.from(await source.read(source.size - 3, 3)).toString();
      return end === 'END' ? { status: 'plain', certainty: 'certain', reason: 'ends so' } : undefined;
    },
    inspect: () => Promise.resolve({ status: 'plain', labels: [], obstacles: [], encryptedFacts: [], container: {} }),
  },
});

function chunked(text: string, length = 50_000): Readable {
  const bytes = Buffer.from(text);
  const count = Math.ceil(bytes.length / length);
  return Readable.from(Array.from({ length: count }, (_, i) => bytes.subarray(i * length, (i + 1) * length)));
}

describe('RightsEngine.protect of a stream', () => {
  const client = new MemoryClient();
  let ways: Ways;
  beforeEach(() => {
    ways = { taken: [] };
  });
  const engineOf = (...formats: FormatHandler[]): RightsEngine => new RightsEngine({ client, formats });

  async function protectedText(engine: RightsEngine, stream: Readable | ReadableStream<Uint8Array>): Promise<string> {
    const sink = memorySink();
    await engine.protect(stream, sink, REQUEST);
    return contentOf(engine, bytesSource(sink.bytes()));
  }

  async function contentOf(engine: RightsEngine, file: ByteSource): Promise<string> {
    const opened = await engine.open(file);
    return textOfSource(opened.content).finally(() => opened.close());
  }

  it('wraps it as it comes where the format can', async () => {
    assert.equal(await protectedText(engineOf(streamingToy(ways)), chunked(LONG)), LONG);
    assert.deepEqual(ways.taken, ['wrapStream']);
  });

  it('takes Web streams', async () => {
    const stream = new Blob([LONG]).stream() as ReadableStream<Uint8Array>;
    assert.equal(await protectedText(engineOf(streamingToy(ways)), stream), LONG);
  });

  it('keeps the whole for a format that cannot', async () => {
    assert.equal(await protectedText(engineOf(toyFormat()), chunked(LONG)), LONG);
  });

  it('wraps short content like a file', async () => {
    assert.equal(await protectedText(engineOf(streamingToy(ways)), chunked(`${PLAIN}short`)), `${PLAIN}short`);
    assert.deepEqual(ways.taken, ['wrap']);
  });

  it('keeps the whole for a cipher that needs to know the length', async () => {
    const old = new MemoryClient();
    const publish = old.publish.bind(old);
    const cipher = createContentCipher({ mode: 'ECB', key: new Uint8Array(16) });
    old.publish = async (request, context) => ({ ...(await publish(request, context)), cipher });
    const engine = new RightsEngine({ client: old, formats: [streamingToy(ways)] });
    await engine.protect(chunked(LONG), memorySink(), REQUEST);
    assert.deepEqual(ways.taken, ['wrap']);
  });

  it('asks again with the whole when a format wants more than the beginning', async () => {
    const engine = engineOf(streamingToy(ways), BY_ITS_END);
    await assert.rejects(engine.protect(chunked(`${LONG}END`), memorySink(), REQUEST), {
      code: 'UnsupportedFormat',
      message: /equally certain/,
    });
    assert.equal(await protectedText(engine, chunked(LONG)), LONG);
    assert.deepEqual(ways.taken, ['wrap']);
    const sink = memorySink();
    const { format } = await engine.protect(chunked('no toy'.padEnd(100_000).concat('END')), sink, REQUEST);
    assert.equal(format, 'by-its-end');
  });

  it('asks again with the whole when inspecting wants more than the beginning', async () => {
    const curious = streamingToy(ways, {
      inspect: async (source) => {
        const { length } = await source.read(source.size - 1, 1);
        return {
          status: 'plain',
          contentLength: length,
          labels: [],
          obstacles: [],
          encryptedFacts: [],
          container: {},
        };
      },
    });
    await engineOf(curious).protect(chunked(LONG), memorySink(), REQUEST);
    assert.deepEqual(ways.taken, ['wrap']);
  });

  const refusals: readonly (readonly [what: string, text: string, expected: object])[] = [
    ['a protected file', 'toy protected .toy\n0\n', { code: 'AlreadyProtected' }],
    ['a foreign protection', 'toy foreign ', { code: 'UnsupportedFormat', reason: 'other-drm' }],
    ['an obstacle', 'toy signed ', { code: 'UnsupportedFormat', reason: 'signed' }],
    ['what no format knows', '?', { code: 'UnsupportedFormat', reason: 'unknown' }],
  ];
  for (const [what, text, expected] of refusals) {
    it(`refuses ${what} by its beginning, writes nothing and ends the stream`, async () => {
      const stream = chunked(text.padEnd(300_000));
      const [sink, before] = [trackedSink(), client.requests.length];
      await assert.rejects(engineOf(streamingToy(ways)).protect(stream, sink, REQUEST), expected);
      assert.deepEqual([sink.state, sink.bytes().length], ['aborted', 0]);
      assert.equal(client.requests.length, before);
      assert.equal(stream.destroyed, true);
    });
  }

  it('fails and takes everything back when the stream fails', async () => {
    const failing = Readable.from(
      (async function* () {
        yield await Promise.resolve(Buffer.from(LONG));
        throw new Error('cable pulled');
      })(),
    );
    const sink = trackedSink();
    await assert.rejects(engineOf(streamingToy(ways)).protect(failing, sink, REQUEST), { code: 'CannotRead' });
    assert.equal(sink.state, 'aborted');
    assert.equal(await isClosed(client.ciphers.at(-1)!), true);
  });

  it('waits for no chunk once the signal has fired', async () => {
    for (const given of ['', LONG]) {
      const stream = new Readable({ read: () => undefined });
      if (given !== '') stream.push(Buffer.from(given));
      const [sink, controller] = [trackedSink(), new AbortController()];
      const protecting = engineOf(streamingToy(ways)).protect(stream, sink, REQUEST, { signal: controller.signal });
      setTimeout(() => {
        controller.abort();
      }, 20);
      await assert.rejects(protecting, { code: 'Aborted' });
      assert.deepEqual([sink.state, stream.destroyed], ['aborted', true]);
    }
  });

  it('refuses what gives no bytes', async () => {
    await assert.rejects(engineOf(streamingToy(ways)).protect(Readable.from(['text']), memorySink(), REQUEST), {
      code: 'UsageError',
    });
  });
});
