import {
  CorruptFile,
  decryptContent,
  defaultFormatContext,
  encryptContent,
  LimitReached,
  NotProtected,
  sourceStream,
  throwIfAborted,
  UnsupportedFormat,
  type ByteSink,
  type ByteSource,
  type FormatContext,
  type FormatHandler,
} from '@rightsmith/core';

const BEGIN = '-----BEGIN RIGHTS-MANAGED TEXT-----';
const CONTENT = '-----CONTENT-----';
const END = '-----END RIGHTS-MANAGED TEXT-----';

/** Bytes of a line: 64 letters of base64. */
const LINE_BYTES = 48;
const LONGEST_LINE = 100_000;
/** Mail programs put a greeting in front; further down nobody looks. */
const SEARCH_BYTES = 64 * 1024;

/** Protected text that stays text: licence and content in base64 between marks, and mail may wrap it as it likes. */
export function armor(): FormatHandler {
  return {
    info: {
      id: 'armor',
      apiVersion: 1,
      title: 'Text that stays text',
      extensions: ['.txt', '.md'],
      naming: { kind: 'suffix', suffix: '.armor', prefixed: [] },
    },

    detect: async (source, { name = '' }) => {
      if (await isArmored(source)) return { status: 'protected', certainty: 'certain', reason: 'armored text' };
      const mayBeOurs = !name.includes('.') || /\.(txt|md)$/i.test(name);
      return mayBeOurs && (await isText(source)) ? { status: 'plain', certainty: 'likely', reason: 'text' } : undefined;
    },

    inspect: async (source, context) => {
      const facts = { labels: [], obstacles: [], encryptedFacts: ['contentLength'], container: {} };
      if (!(await isArmored(source))) return { ...facts, status: 'plain', encryptedFacts: [] };
      return { ...facts, status: 'protected', license: await readLicense(source, defaultFormatContext(context)) };
    },

    wrap: async (source, { license, cipher }, sink, context) => {
      const { signal, progress } = defaultFormatContext(context);
      if (!(await isText(source))) throw new UnsupportedFormat('This is no text.');
      if (cipher.mode !== 'CBC4K') throw new UnsupportedFormat('Armored text is encrypted in CBC4K only.');
      throwIfAborted(signal);
      await writeLine(sink, BEGIN);
      await inBase64(sink, (letters) => letters.write(license));
      await writeLine(sink, CONTENT);
      await inBase64(sink, (letters) => encryptContent(source, cipher, letters, { signal, progress }));
      await writeLine(sink, END);
    },

    unwrap: async (source, cipher, sink, context) => {
      const whole = defaultFormatContext(context);
      const { signal, progress } = whole;
      if (!(await isArmored(source))) throw new NotProtected('This text is not protected.');
      // The content in base64 has no fixed places, so it goes through encrypted scratch space.
      const spool = await whole.spool();
      try {
        for await (const bytes of contentBytes(source, signal)) await spool.write(bytes);
        const encrypted = await spool.source();
        const range = { offset: 0, length: encrypted.size };
        await decryptContent(encrypted, cipher, sink, { range, signal, progress });
      } finally {
        await spool.close();
      }
    },
  };
}

async function isArmored(source: ByteSource): Promise<boolean> {
  return new RegExp(`^(> ?)*${BEGIN}\\s*$`, 'm').test(latin1(await source.read(0, SEARCH_BYTES)));
}

/** Valid UTF-8 without control characters, as far as its beginning tells. */
async function isText(source: ByteSource): Promise<boolean> {
  const bytes = await source.read(0, SEARCH_BYTES);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return text !== '' && !/[^\P{Cc}\t\r\n\f]/u.test(text);
  } catch {
    return false;
  }
}

async function readLicense(source: ByteSource, { signal, limits }: FormatContext): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const line of linesBetween(source, BEGIN, CONTENT, signal)) {
    const piece = bytesOfLine(line);
    pieces.push(piece);
    length += piece.length;
    if (length > limits.licenseBytes) {
      throw new LimitReached('The licence is too long.', { limit: 'licenseBytes', maximum: limits.licenseBytes });
    }
  }
  return new Uint8Array(Buffer.concat(pieces));
}

async function* contentBytes(source: ByteSource, signal: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
  let pieces: Uint8Array[] = [];
  for await (const line of linesBetween(source, CONTENT, END, signal)) {
    pieces.push(bytesOfLine(line));
    if (pieces.length < 1000) continue;
    yield new Uint8Array(Buffer.concat(pieces));
    pieces = [];
  }
  yield new Uint8Array(Buffer.concat(pieces));
}

/** The lines between two marks. What mail does to lines is undone: quotation marks in front, blanks behind, other ends. */
async function* linesBetween(
  source: ByteSource,
  from: string,
  to: string,
  signal: AbortSignal,
): AsyncGenerator<string, void, void> {
  let isInside = false;
  for await (const line of linesOf(source, signal)) {
    const text = line.replace(/^(> ?)+/, '').trim();
    if (text === to && isInside) return;
    if (isInside && text !== '') yield text;
    if (text === from) isInside = true;
  }
  throw new CorruptFile(`The line ${isInside ? to : from} is missing.`);
}

async function* linesOf(source: ByteSource, signal: AbortSignal): AsyncGenerator<string, void, void> {
  let rest = '';
  for await (const chunk of sourceStream(source, undefined, { signal })) {
    const lines = (rest + latin1(chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw new CorruptFile('A line is too long.');
    yield* lines;
  }
  yield rest;
}

function bytesOfLine(line: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(line) || line.length % 4 !== 0) {
    throw new CorruptFile('A line is no base64.', { where: { structure: 'armor' } });
  }
  return new Uint8Array(Buffer.from(line, 'base64'));
}

/** Has `work` write into a sink whose bytes come out as lines of base64. */
async function inBase64(sink: ByteSink, work: (letters: ByteSink) => Promise<unknown>): Promise<void> {
  let rest = Buffer.alloc(0);
  const write = async (bytes: Uint8Array): Promise<void> => {
    const all = Buffer.concat([rest, bytes]);
    const whole = all.length - (all.length % LINE_BYTES);
    rest = all.subarray(whole);
    const lines = all.toString('base64', 0, whole).replaceAll(/.{64}/g, '$&\n');
    if (whole > 0) await sink.write(new TextEncoder().encode(lines));
  };
  await work({ write });
  if (rest.length > 0) await writeLine(sink, rest.toString('base64'));
}

const writeLine = (sink: ByteSink, line: string): Promise<void> => sink.write(new TextEncoder().encode(`${line}\n`));

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
