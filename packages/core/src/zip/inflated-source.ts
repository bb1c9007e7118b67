import { crc32 } from 'node:zlib';
import type { Limits } from '../bytes/limits.js';
import { rangeSource } from '../bytes/range-source.js';
import type { Spool } from '../bytes/sink.js';
import type { ByteSource } from '../bytes/source.js';
import { inflateBeginning, inflateInto } from './inflate.js';
import { corruptZip, zipLimit } from './zip-errors.js';

/** What the directory says about an entry. */
export interface ExpectedContent {
  readonly name: string;
  readonly size: number;
  readonly crc32: number;
}

/** What inflating needs. */
export interface InflateContext {
  readonly limits: Pick<Limits, 'inflatedBytes'>;
  readonly signal: AbortSignal;
  readonly spool: () => Promise<Spool>;
}

/** Enough to tell what most files are: only those of a format that wants more are inflated whole. */
const BEGINNING_BYTES = 65_536;

/**
 * Inflated content by range. Reads throw CorruptFile where it is not what the directory says, and LimitReached naming
 * `inflatedBytes` where that much may not be inflated.
 */
export function inflatedSource(packed: ByteSource, expected: ExpectedContent, context: InflateContext): ByteSource {
  const { size } = expected;
  let beginning: Promise<Uint8Array> | undefined;
  let whole: Promise<{ readonly source: ByteSource; readonly spool: Spool }> | undefined;
  return rangeSource({
    size,
    readRange: async (offset, length) => {
      // Also where the whole may not be inflated: its beginning tells much.
      if (offset + length <= BEGINNING_BYTES) {
        beginning ??= readBeginning(packed, expected, context);
        return (await beginning).slice(offset, offset + length);
      }
      whole ??= inflateWhole(packed, expected, context);
      return (await whole).source.read(offset, length);
    },
    release: async () => {
      const { source, spool } = (await whole?.catch(() => undefined)) ?? {};
      await source?.close();
      await spool?.close();
    },
  });
}

/** Content that is all in it is checked; of longer one only that there is as much. */
async function readBeginning(
  packed: ByteSource,
  expected: ExpectedContent,
  context: InflateContext,
): Promise<Uint8Array> {
  const { size } = expected;
  const isAll = size <= BEGINNING_BYTES;
  // One byte more would show that there is more than was said.
  const bytes = await inflateBeginning(packed, isAll ? size + 1 : BEGINNING_BYTES, context);
  const isRight = isAll ? bytes.length === size && crc32(bytes) === expected.crc32 : bytes.length === BEGINNING_BYTES;
  if (!isRight) throw damaged(expected);
  return bytes;
}

async function inflateWhole(
  packed: ByteSource,
  expected: ExpectedContent,
  context: InflateContext,
): Promise<{ readonly source: ByteSource; readonly spool: Spool }> {
  const maximum = context.limits.inflatedBytes;
  if (expected.size > maximum) throw tooLarge(expected, maximum);
  const spool = await context.spool();
  try {
    let checksum = 0;
    await inflateInto(
      packed,
      async (bytes) => {
        if (spool.size + bytes.length > expected.size) throw damaged(expected);
        checksum = crc32(bytes, checksum);
        await spool.write(bytes);
        return 'more';
      },
      context,
    );
    if (spool.size !== expected.size || checksum !== expected.crc32) throw damaged(expected);
    return { source: await spool.source(), spool };
  } catch (error) {
    await spool.close();
    throw error;
  }
}

const damaged = ({ name }: ExpectedContent): Error => corruptZip(`The entry ${name} is damaged.`);

const tooLarge = ({ name, size }: ExpectedContent, maximum: number): Error =>
  zipLimit(`The entry ${name} has ${size} bytes; the limit is ${maximum}.`, 'inflatedBytes', maximum);
