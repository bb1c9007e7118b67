import { NotProtected, NotSupportedByClient, sliceSource, type ByteSource, type ContentCipher } from '@rightsmith/core';
import type { FormatFault } from './fault.js';
import { toy } from './toy-format.js';

const MIB = 1024 * 1024;
const BLOCK = 16;
const TOY = new TextEncoder().encode('toy!');

/** Faults in what becomes of content, key and licence. */
export const CONTENT_FAULTS: readonly FormatFault[] = [
  {
    name: 'loses a byte where one segment is just full',
    breaks: ({ wrap }) => ({
      wrap: (source, ...others) => wrap(source.size === 4096 ? withoutLastByte(source) : source, ...others),
    }),
    red: [
      'round trip: gives back content of every size around a segment in CBC4K',
      'openContent: reads every range as the whole has it, several at once',
      'relicense: keeps content and key',
    ],
  },
  {
    name: 'loses a byte behind the first megabyte',
    isLarge: true,
    breaks: ({ wrap }) => ({
      wrap: (source, ...others) => wrap(source.size === MIB + 1 ? withoutLastByte(source) : source, ...others),
    }),
    red: ['round trip: gives back content of megabytes in CBC4K', 'round trip: gives back content of megabytes in ECB'],
  },
  {
    name: 'does not encrypt',
    isLarge: true,
    breaks: ({ wrap, wrapStream, unwrap, openContent }) => ({
      wrap: (source, envelope, ...others) => wrap(source, { ...envelope, cipher: clear(envelope.cipher) }, ...others),
      wrapStream: (stream, envelope, ...others) =>
        wrapStream(stream, { ...envelope, cipher: clear(envelope.cipher) }, ...others),
      unwrap: (source, cipher, ...others) => unwrap(source, clear(cipher), ...others),
      openContent: (source, cipher, context) => openContent(source, clear(cipher), context),
    }),
    red: [
      'key: unwrap with a wrong key ends in a coded error or in other bytes',
      'key: openContent with a wrong key ends in a coded error or in other bytes',
      'key: no piece of the content can be read in the protected file',
    ],
  },
  {
    name: 'needs a key whose mode it can change',
    breaks: ({ wrap }) => ({
      wrap: async (source, envelope, ...others) => {
        if (envelope.cipher.withMode('ECB') === undefined) throw new NotSupportedByClient('The key has one mode only.');
        await wrap(source, envelope, ...others);
      },
    }),
    red: ['round trip: works with a key that cannot change its mode'],
  },
  {
    name: 'writes before it refuses a mode',
    isLarge: true,
    breaks: ({ wrap }) => ({
      wrap: async (source, envelope, sink, context) => {
        if (envelope.cipher.mode === 'CBC512') await sink.write(Uint8Array.of(1));
        await wrap(source, envelope, sink, context);
      },
    }),
    red: [
      'round trip: gives back every sample in CBC512',
      'round trip: gives back content of every size around a segment in CBC512',
      'round trip: gives back content of megabytes in CBC512',
    ],
  },
  {
    name: 'knows only ASCII names',
    breaks: ({ wrap }) => ({
      wrap: async (source, envelope, ...others) => {
        if (/[^ -~]/.test(envelope.name)) throw new RangeError('Bad character in the name.');
        await wrap(source, envelope, ...others);
      },
    }),
    red: ['round trip: takes files of any name'],
  },
  {
    name: 'forgets the labels',
    breaks: ({ wrap }) => ({
      wrap: (source, envelope, ...others) => wrap(source, { ...envelope, labels: [] }, ...others),
    }),
    red: ['inspect: reads back the labels that wrap stored', 'relicense: keeps the labels'],
  },
  {
    name: 'keeps old labels under a new licence',
    breaks: ({ relicense }) => ({
      relicense: (source, license, sink, context) => relicense(source, license, sink, context),
    }),
    red: ['relicense: puts other labels in the place of the old ones, or none, and keeps the content'],
  },
  {
    name: 'wraps files of any kind',
    breaks: () => ({ wrap: (...args) => toy({ anyFile: true }).wrap(...args) }),
    red: ['behaviour: wrap refuses files of other formats before it writes'],
  },
  {
    name: 'hands a plain file through',
    breaks: ({ unwrap }) => ({
      unwrap: (source, cipher, sink, context) =>
        unwrap(source, cipher, sink, context).catch(async (error: unknown) => {
          if (!(error instanceof NotProtected) || (await source.read(0, 1))[0] !== TOY[0]) throw error;
          await sink.write(await source.read(0, source.size));
        }),
    }),
    red: ['behaviour: unwrap refuses a plain file before it writes'],
  },
  {
    name: 'takes an empty chunk for the end of a stream',
    breaks: ({ wrapStream }) => ({
      wrapStream: (stream, ...others) => wrapStream(untilEmptyChunk(stream), ...others),
    }),
    red: [
      'wrapStream: gives back every sample in CBC4K, however it is cut',
      'wrapStream: gives back every sample in ECB, however it is cut',
      'wrapStream: gives back content of every size, however it is cut',
    ],
  },
  {
    name: 'reads a range from the start of its segment',
    breaks: ({ openContent }) => ({
      openContent: async (...args) => {
        const content = await openContent(...args);
        const read: ByteSource['read'] = (offset, length) =>
          content.read(offset < 10_000 ? offset : offset - (offset % 4096), length);
        return { size: content.size, read, close: () => content.close() };
      },
    }),
    red: ['openContent: reads every range as the whole has it, several at once'],
  },
  {
    name: 'fills ranges up with zeros',
    breaks: ({ openContent }) => ({
      openContent: async (...args) => {
        const content = await openContent(...args);
        const read: ByteSource['read'] = async (offset, length) => {
          const bytes = new Uint8Array(length);
          bytes.set(await content.read(offset, length));
          return bytes;
        };
        return { size: content.size, read, close: () => content.close() };
      },
    }),
    red: [
      'openContent: reads every range as the whole has it, several at once',
      'openContent: gives fewer bytes only where the content ends',
    ],
  },
  {
    name: 'hands out its own memory',
    isLarge: true,
    breaks: ({ openContent }) => ({
      openContent: async (...args) => {
        const content = await openContent(...args);
        const memory = await content.read(0, content.size);
        const read: ByteSource['read'] = (offset, length) => Promise.resolve(memory.subarray(offset, offset + length));
        return { size: content.size, read, close: () => content.close() };
      },
    }),
    red: [
      'openContent: gives bytes that the caller may change',
      // A stream made of it passes the memory on.
      'behaviour: openContent does not mind another run at the same time',
    ],
  },
  {
    name: 'keeps the old licence',
    breaks: ({ inspect, relicense }) => ({
      relicense: async (source, license, sink, context) =>
        relicense(source, (await inspect(source, context)).license ?? license, sink, context),
    }),
    red: [
      'relicense: puts other labels in the place of the old ones, or none, and keeps the content',
      'relicense: puts the new licence in, longer or shorter',
    ],
  },
  {
    name: 'loses content under a longer licence',
    breaks: ({ relicense }) => ({
      relicense: (source, license, ...others) =>
        relicense(license.length > 10_000 ? sliceSource(source, 0, source.size - BLOCK) : source, license, ...others),
    }),
    red: ['relicense: keeps content and key'],
  },
];

function withoutLastByte(source: ByteSource): ByteSource {
  return sliceSource(source, 0, source.size - 1);
}

function untilEmptyChunk(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  return stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        if (chunk.length === 0) controller.terminate();
        else controller.enqueue(chunk);
      },
    }),
  );
}

/** A cipher that only pads. */
function clear(cipher: ContentCipher): ContentCipher {
  const pads = cipher.mode === 'CBC4K';
  return {
    mode: cipher.mode,
    keyBits: cipher.keyBits,
    segmentSize: cipher.segmentSize,
    preferredRun: cipher.preferredRun,
    encrypt: (_segment, plain, final) => {
      const fill = BLOCK - (plain.length % BLOCK);
      return Promise.resolve(new Uint8Array(Buffer.concat([plain, Buffer.alloc(final && pads ? fill : 0, fill)])));
    },
    decrypt: (_segment, bytes, final) =>
      Promise.resolve(bytes.slice(0, final && pads ? -(bytes.at(-1) ?? 0) : undefined)),
    encryptItems: (items) => Promise.resolve([...items]),
    decryptItems: (items) => Promise.resolve([...items]),
    withMode: () => undefined,
    close: () => Promise.resolve(),
  };
}
