import { openCompoundFile, isCompoundFile, writeCompoundFile } from '@rightsmith/compound-file';
import {
  CorruptFile,
  decodeLicense,
  decryptContent,
  decryptedSource,
  defaultFormatContext,
  encodeLicense,
  encryptContent,
  NotProtected,
  readExactly,
  sourceStream,
  throwIfAborted,
  UnsupportedFormat,
  type ByteSink,
  type ByteSource,
  type FormatContext,
  type FormatHandler,
} from '@rightsmith/core';
import { dataSpaceEntries, readEnvelope, STREAM_NAME, type Envelope } from './data-spaces.js';
import { isXpsPackage } from './xps-package.js';

/** In front of the encrypted content: the length of the plain document, 64 bits, little-endian. */
const LENGTH_BYTES = 8;

/**
 * Rights-managed XPS documents: the EncryptedPackageEnvelope of .NET, a compound file with data spaces around the whole
 * package. Names are followed as they stand in the file, and written as .NET writes them.
 */
export function xps(): FormatHandler {
  return {
    info: {
      id: 'xps',
      apiVersion: 1,
      title: 'XPS documents',
      extensions: ['.xps'],
      naming: { kind: 'keep' },
    },

    detect: async (source) => {
      if (await isEnvelope(source)) {
        return { status: 'protected', certainty: 'certain', reason: 'package protected through .NET, such as XPS' };
      }
      return (await isXpsPackage(source))
        ? { status: 'plain', certainty: 'certain', reason: 'XPS document' }
        : undefined;
    },

    inspect: async (source) => {
      const facts = { labels: [], obstacles: [], encryptedFacts: [], container: {} };
      if (!(await isCompound(source))) return { ...facts, status: 'plain' };
      const envelope = await openEnvelope(source);
      const { plainLength } = await openContent(envelope);
      const container = {
        dataSpace: envelope.dataSpace,
        transform: envelope.transform,
        useLicenses: envelope.useLicenses,
      };
      return { ...facts, status: 'protected', license: envelope.license, contentLength: plainLength, container };
    },

    wrap: async (source, { license, cipher }, sink, context) => {
      const { signal, progress } = defaultFormatContext(context);
      if (!(await isXpsPackage(source))) throw new UnsupportedFormat('This is no XPS document.');
      if (cipher.mode === 'CBC512') throw new UnsupportedFormat('XPS documents are encrypted in CBC4K or ECB.');
      const size = LENGTH_BYTES + Math.ceil(source.size / cipher.segmentSize) * cipher.segmentSize;
      const write = async (stream: ByteSink): Promise<void> => {
        await stream.write(lengthBytes(source.size));
        await encryptContent(source, cipher, stream, { final: false, fill: true, signal, progress });
      };
      await writeEnvelope(license, { size, write }, sink, signal);
    },

    unwrap: async (source, cipher, sink, context) => {
      const { signal, progress } = defaultFormatContext(context);
      const { stream, plainLength } = await openContent(await openEnvelope(source));
      const range = { offset: LENGTH_BYTES, length: stream.size - LENGTH_BYTES };
      await decryptContent(stream, cipher, sink, { range, plainLength, final: false, signal, progress });
    },

    openContent: async (source, cipher) => {
      const { stream, plainLength } = await openContent(await openEnvelope(source));
      const range = { offset: LENGTH_BYTES, length: stream.size - LENGTH_BYTES };
      return decryptedSource(stream, cipher, { ...range, plainLength, final: false });
    },

    relicense: async (source, license, sink, context) => {
      const { signal } = defaultFormatContext(context);
      const { stream } = await openContent(await openEnvelope(source));
      const write = async (to: ByteSink): Promise<void> => {
        for await (const bytes of sourceStream(stream, undefined, { signal })) await to.write(bytes);
      };
      await writeEnvelope(license, { size: stream.size, write }, sink, signal);
    },
  };
}

/** Whether it is a compound file whose data spaces lead to rights management, with names that Office does not use. */
async function isEnvelope(source: ByteSource): Promise<boolean> {
  try {
    return (await isCompound(source)) && (await readEnvelope(await openCompoundFile(source))) !== undefined;
  } catch (error) {
    if (error instanceof CorruptFile || error instanceof UnsupportedFormat) return false;
    throw error;
  }
}

async function isCompound(source: ByteSource): Promise<boolean> {
  return source.size >= 8 && (await isCompoundFile(source));
}

/** @throws NotProtected, CorruptFile */
async function openEnvelope(source: ByteSource): Promise<Envelope> {
  const envelope = (await isCompound(source)) ? await readEnvelope(await openCompoundFile(source)) : undefined;
  if (envelope === undefined) throw new NotProtected('This is no protected XPS document.');
  return envelope;
}

async function openContent({ file }: Envelope): Promise<{ readonly stream: ByteSource; readonly plainLength: number }> {
  const stream = await file.openStream(STREAM_NAME);
  const length = new DataView((await readExactly(stream, 0, LENGTH_BYTES, STREAM_NAME)).buffer).getBigUint64(0, true);
  if (length > BigInt(stream.size - LENGTH_BYTES)) {
    throw new CorruptFile('The recorded length is larger than the content.', {
      where: { structure: STREAM_NAME, offset: 0 },
    });
  }
  return { stream, plainLength: Number(length) };
}

async function writeEnvelope(
  license: Uint8Array,
  content: { readonly size: number; readonly write: (stream: ByteSink) => Promise<void> },
  sink: ByteSink,
  signal: FormatContext['signal'],
): Promise<void> {
  throwIfAborted(signal);
  // The container stores the licence in UTF-8 without a byte order mark.
  const stored = encodeLicense(decodeLicense(license).text, 'utf8');
  const entries = [...dataSpaceEntries(stored), { kind: 'stream' as const, path: [STREAM_NAME], content }];
  await writeCompoundFile(entries, sink, { signal });
}

function lengthBytes(length: number): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(LENGTH_BYTES));
  bytes.setBigUint64(0, BigInt(length), true);
  return new Uint8Array(bytes.buffer);
}
