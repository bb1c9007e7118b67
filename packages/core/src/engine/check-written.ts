import { countingSink } from '../bytes/counting-sink.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSink, ReadableSink } from '../bytes/sink.js';
import type { ByteSource } from '../bytes/source.js';
import { type ByteStream, isByteStream } from '../bytes/stream-chunks.js';
import type { ContentCipher } from '../cipher/content-cipher.js';
import { type ErrorCode, InternalError, RightsmithError, UsageError } from '../errors.js';
import type { FormatHandler } from '../format/format-handler.js';
import { decodeLicense } from '../license/encoding.js';
import type { Run } from './run.js';

const DAMAGE: readonly ErrorCode[] = ['CorruptFile', 'Tampered', 'UnsupportedFormat'];

/** What was written, and what it should be. */
interface Written {
  readonly content: ByteSource | ByteStream;
  readonly sink: ByteSink;
  readonly license: Uint8Array;
  readonly cipher: ContentCipher;
}

/**
 * Reads a protected file back: it has this licence, and its content comes out again, byte for byte where the format keeps bytes.
 *
 * @throws InternalError where that is not so; UsageError for a sink or content that cannot be read again
 */
export async function checkProtected(
  run: Run,
  handler: FormatHandler,
  { content, sink, license, cipher }: Written,
): Promise<void> {
  if (isByteStream(content) || !isReadable(sink)) {
    throw new UsageError('A result can be checked only where content and result can be read again.');
  }
  const written = await sink.written();
  try {
    await checkLicense(run, handler, written, license);
    const copy = handler.info.rewrites === true ? countingSink() : comparingSink(content);
    await run.askAgain(handler, (context) => handler.unwrap(written, cipher, copy, context));
    if (handler.info.rewrites !== true && copy.count !== content.size) throw different('content');
  } catch (error) {
    // Damage in what was written just now says nothing about the input.
    const isDamage = RightsmithError.is(error) && DAMAGE.includes(error.code);
    throw isDamage ? different(error.where?.structure ?? 'container', error.where?.offset, error) : error;
  } finally {
    await written.close();
  }
}

/** Reads a file with another policy back: it has this licence. @throws as {@link checkProtected} */
export async function checkRepublished(
  run: Run,
  handler: FormatHandler,
  sink: ByteSink,
  license: Uint8Array,
): Promise<void> {
  if (!isReadable(sink)) throw new UsageError('A result can be checked only where it can be read again.');
  const written = await sink.written();
  await checkLicense(run, handler, written, license).finally(() => written.close());
}

async function checkLicense(run: Run, handler: FormatHandler, written: ByteSource, license: Uint8Array): Promise<void> {
  const facts = await run.askAgain(handler, (context) => handler.inspect(written, context));
  const { status, license: stored } = facts;
  if (status !== 'protected' || stored === undefined || !isSameLicense(stored, license, run.parts.limits)) {
    throw different('licence');
  }
}

/** In whatever encoding a container has it. */
function isSameLicense(stored: Uint8Array, license: Uint8Array, limits: Limits): boolean {
  if (Buffer.compare(stored, license) === 0) return true;
  return decodeLicense(stored, limits).text === decodeLicense(license, limits).text;
}

function isReadable(sink: ByteSink): sink is ReadableSink {
  return 'written' in sink;
}

/** Bytes compared at a time: a short read of a file is taken at once, and what it gives is in the cache. */
const PIECE = 64 * 1024;

/** A sink that throws where it gets other bytes than the source has. */
function comparingSink(source: ByteSource): ByteSink & { readonly count: number } {
  let count = 0;
  let memory = new Uint8Array();
  return {
    get count() {
      return count;
    },
    write: async (bytes) => {
      for (let done = 0; done < bytes.length; done += PIECE) {
        const piece = bytes.subarray(done, done + PIECE);
        // Memory is used again only where there is more to come.
        if (memory.length < piece.length && piece.length < source.size) memory = new Uint8Array(piece.length);
        const expected = await source.read(count, piece.length, memory);
        if (Buffer.compare(expected, piece) !== 0) throw different('content', count);
        count += piece.length;
      }
    },
  };
}

function different(structure: string, offset?: number, cause?: unknown): InternalError {
  return new InternalError('The protected file is not what it should be, so it was not kept.', {
    where: { structure, ...(offset !== undefined && { offset }) },
    hint: 'If nobody changed the file meanwhile, this is a bug. Please report it.',
    cause,
  });
}
