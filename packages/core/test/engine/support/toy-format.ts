import {
  decryptContent,
  decryptedSource,
  defaultFormatContext,
  encryptContent,
  readExactly,
  type ByteSource,
  type ContainerFacts,
  type Detection,
  type FormatHandler,
  type NamingRule,
} from '@rightsmith/core';

/** How a toy format differs from the usual one. */
export interface ToyOptions {
  readonly id?: string;
  readonly naming?: NamingRule;
  /** Methods to replace; `openContent` is there unless it is `undefined` here. */
  readonly methods?: Partial<FormatHandler>;
  readonly withoutOpenContent?: boolean;
}

/** What a protected toy begins with; then the extension, a line end, the licence's length, a line end, the licence, the content. */
const MAGIC = 'toy protected ';

/** Beginnings of plain toys, and what they mean. */
export const PLAIN = 'toy: ';
export const FOREIGN = 'toy foreign ';
export const LOCKED = 'toy locked ';
export const SIGNED = 'toy signed ';

/**
 * A whole format handler in a few lines, written as a plugin author would: it knows its files by their first words,
 * wraps them behind a two-line header, and reports a password, a foreign protection or a signature where the words say so.
 */
export function toyFormat(options: ToyOptions = {}): FormatHandler {
  const { id = 'toy', naming = { kind: 'keep' }, methods = {} } = options;
  const openContent: NonNullable<FormatHandler['openContent']> = async (source, cipher) =>
    decryptedSource(source, cipher, (await readHeader(source)).range);
  return {
    info: { id, apiVersion: 1, title: 'Toys', extensions: ['.toy'], naming },
    detect: async (source) => {
      const status = statusOf(await beginning(source));
      return status === undefined ? undefined : { status, certainty: 'certain', reason: `${status} toy` };
    },
    inspect: async (source) => inspect(source),
    wrap: async (source, { license, cipher, name }, sink, context) => {
      const { signal, progress } = defaultFormatContext(context);
      const extension = /\.[^.]*$/.exec(name)?.[0] ?? '';
      await sink.write(Buffer.from(`${MAGIC}${extension}\n${license.length}\n`));
      await sink.write(license);
      await encryptContent(source, cipher, sink, { signal, progress });
    },
    unwrap: async (source, cipher, sink, context) => {
      const { signal, progress } = defaultFormatContext(context);
      await decryptContent(source, cipher, sink, { range: (await readHeader(source)).range, signal, progress });
    },
    ...(options.withoutOpenContent !== true && { openContent }),
    ...methods,
  };
}

function statusOf(text: string): Detection['status'] | undefined {
  if (text.startsWith(MAGIC)) return 'protected';
  if (text.startsWith(FOREIGN) || text.startsWith(LOCKED)) return 'other-protection';
  return text.startsWith(PLAIN) || text.startsWith(SIGNED) ? 'plain' : undefined;
}

async function inspect(source: ByteSource): Promise<ContainerFacts> {
  const text = await beginning(source);
  const status = statusOf(text) ?? 'plain';
  const facts = { status, labels: [], obstacles: [], encryptedFacts: [], container: {} };
  if (text.startsWith(LOCKED)) {
    return { ...facts, obstacles: [{ reason: 'password', message: 'It has a password.', overridable: false }] };
  }
  if (text.startsWith(SIGNED)) {
    return { ...facts, obstacles: [{ reason: 'signed', message: 'It is signed.', overridable: false }] };
  }
  if (status !== 'protected') return facts;
  const { extension, license } = await readHeader(source);
  return {
    ...facts,
    version: '1',
    license,
    ...(extension !== '' && { originalExtension: extension }),
    encryptedFacts: ['contentLength'],
    container: { words: 2 },
  };
}

async function beginning(source: ByteSource): Promise<string> {
  return Buffer.from(await source.read(0, 256)).toString('latin1');
}

async function readHeader(
  source: ByteSource,
): Promise<{ extension: string; license: Uint8Array; range: { offset: number; length: number } }> {
  const [first = '', second = ''] = (await beginning(source)).split('\n');
  const start = first.length + second.length + 2;
  const license = await readExactly(source, start, Number(second), 'licence');
  const offset = start + license.length;
  return { extension: first.slice(MAGIC.length), license, range: { offset, length: source.size - offset } };
}
