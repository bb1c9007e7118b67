import {
  bytesSource,
  CorruptFile,
  decryptContent,
  decryptedSource,
  defaultFormatContext,
  encryptContent,
  NotProtected,
  readExactly,
  sliceSource,
  sourceStream,
  streamSource,
  throwIfAborted,
  UnsupportedFormat,
  type ByteSink,
  type ByteSource,
  type ContentCipher,
  type Detection,
  type FormatInfo,
  type Label,
} from '@rightsmith/core';
import type { SparseSample } from '@rightsmith/testkit';
import type { RightHandler } from './fault.js';

const PLAIN_MAGIC = 'toy!';
const PROTECTED_MAGIC = 'TOYP';
/** Magic and the length of the description. */
const START_BYTES = 8;
const MOST_DESCRIPTION_BYTES = 1_000_000;

/** What stands before the content, as JSON. */
interface Description {
  /** Base64. */
  readonly license: string;
  readonly labels: readonly Label[];
  /** Plaintext bytes. */
  readonly length: number;
}

/** A whole toy file, taken apart. */
interface Toy {
  readonly description: Description;
  readonly content: { readonly offset: number; readonly length: number };
}

/** A handler that keeps every promise. Plain toys begin with `toy!`; with `anyFile` the format takes whatever comes. */
export function toy({ anyFile = false }: { readonly anyFile?: boolean } = {}): RightHandler {
  const info: FormatInfo = {
    id: 'toy',
    apiVersion: 1,
    title: 'Toy',
    extensions: anyFile ? [] : ['.toy'],
    naming: { kind: 'suffix', suffix: '.ptoy', prefixed: [] },
    relabels: true,
  };
  const plain: Detection = anyFile
    ? { status: 'plain', certainty: 'fallback', reason: 'any file' }
    : { status: 'plain', certainty: 'certain', reason: 'toy' };
  const wrap: RightHandler['wrap'] = async (source, { license, cipher, labels }, sink, context) => {
    const { signal, progress } = defaultFormatContext(context);
    if (!anyFile && (await magicOf(source)) !== PLAIN_MAGIC) throw new UnsupportedFormat('This is no toy.');
    if (cipher.mode === 'CBC512') throw new UnsupportedFormat('Toys know no CBC512.');
    throwIfAborted(signal);
    await writeStart(sink, { license: Buffer.from(license).toString('base64'), labels, length: source.size });
    await encryptContent(source, cipher, sink, { fill: true, signal, progress });
  };
  return {
    info,
    detect: async (source) => {
      const magic = await magicOf(source);
      if (magic === PROTECTED_MAGIC) return { status: 'protected', certainty: 'certain', reason: 'protected toy' };
      return anyFile || magic === PLAIN_MAGIC ? plain : undefined;
    },
    inspect: async (source) => {
      const facts = { labels: [], obstacles: [], encryptedFacts: [], container: {} };
      if ((await magicOf(source)) !== PROTECTED_MAGIC) return { ...facts, status: 'plain' };
      const { license, labels, length } = (await readToy(source)).description;
      const bytes = new Uint8Array(Buffer.from(license, 'base64'));
      return { ...facts, status: 'protected', license: bytes, labels, contentLength: length };
    },
    wrap,
    wrapStream: async (stream, envelope, sink, context) => {
      const whole = defaultFormatContext(context);
      const spool = await whole.spool();
      try {
        await wrap(await streamSource(stream, spool, whole), envelope, sink, context);
      } finally {
        await spool.close();
      }
    },
    unwrap: async (source, cipher, sink, context) => {
      const { signal, progress } = defaultFormatContext(context);
      const { description, content } = await readToy(source);
      const options = { range: content, plainLength: description.length, signal, progress };
      await decryptContent(source, cipher, sink, options);
    },
    openContent: async (source, cipher) => openToy(source, cipher),
    children: (source) => partsOf(source),
    relicense: async (source, license, sink, context, labels) => {
      const { signal } = defaultFormatContext(context);
      const { description, content } = await readToy(source);
      throwIfAborted(signal);
      const changes = { license: Buffer.from(license).toString('base64'), ...(labels !== undefined && { labels }) };
      await writeStart(sink, { ...description, ...changes });
      for await (const bytes of sourceStream(source, content, { signal })) await sink.write(bytes);
    },
  };
}

/** A plain toy of exactly so many bytes; there is none of less than four. */
export function toyOfSize(bytes: number): { readonly name: string; readonly bytes: Uint8Array } | undefined {
  if (bytes < PLAIN_MAGIC.length) return undefined;
  const file = new Uint8Array(Buffer.alloc(bytes, `${PLAIN_MAGIC} of a length that is no multiple of anything;`));
  return { name: 'sized.toy', bytes: file };
}

/** A plain toy that is mostly zeros. */
export function sparseToy(size: number): SparseSample {
  const head = new TextEncoder().encode(PLAIN_MAGIC);
  const read: ByteSource['read'] = async (offset, length) => {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
    bytes.set(await bytesSource(head).read(offset, bytes.length));
    return bytes;
  };
  return { name: 'sparse.toy', source: () => ({ size, read, close: () => Promise.resolve() }) };
}

/** A toy has two parts: its head and its body. */
async function* partsOf(
  source: ByteSource,
): AsyncGenerator<{ readonly name: string; readonly source: ByteSource }, void, void> {
  if ((await magicOf(source)) !== PLAIN_MAGIC) throw new CorruptFile('This is no plain toy.');
  yield { name: 'head', source: sliceSource(source, 0, PLAIN_MAGIC.length) };
  yield { name: 'body', source: sliceSource(source, PLAIN_MAGIC.length, source.size - PLAIN_MAGIC.length) };
}

async function openToy(source: ByteSource, cipher: ContentCipher): Promise<ByteSource> {
  const { description, content } = await readToy(source);
  return decryptedSource(source, cipher, { ...content, plainLength: description.length });
}

async function readToy(source: ByteSource): Promise<Toy> {
  if ((await magicOf(source)) !== PROTECTED_MAGIC) throw new NotProtected('This toy is not protected.');
  const start = await readExactly(source, 0, START_BYTES, 'start');
  const length = new DataView(start.buffer).getUint32(4, true);
  if (length > MOST_DESCRIPTION_BYTES) throw new CorruptFile('The description is too long.');
  const bytes = await readExactly(source, START_BYTES, length, 'description');
  const offset = START_BYTES + length;
  return { description: parse(bytes), content: { offset, length: source.size - offset } };
}

function parse(bytes: Uint8Array): Description {
  try {
    const { license, labels, length } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    if (typeof license !== 'string' || typeof length !== 'number' || !Array.isArray(labels))
      throw new TypeError('Something is missing.');
    return { license, labels: labels as Label[], length };
  } catch (cause) {
    throw new CorruptFile('The description cannot be read.', { cause });
  }
}

async function writeStart(sink: ByteSink, description: Description): Promise<void> {
  const json = new TextEncoder().encode(JSON.stringify(description));
  const start = new Uint8Array(START_BYTES);
  start.set(new TextEncoder().encode(PROTECTED_MAGIC));
  new DataView(start.buffer).setUint32(4, json.length, true);
  await sink.write(start);
  await sink.write(json);
}

async function magicOf(source: ByteSource): Promise<string> {
  return new TextDecoder('latin1').decode(await source.read(0, PLAIN_MAGIC.length));
}
