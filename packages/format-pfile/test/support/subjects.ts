import { bytesSource, type ContentCipher } from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import { outcome, type Subject } from '../../../../test/fuzz/subject.js';
import type { Mutation } from '../../../../test/fuzz/mutations.js';
import { corpusFile } from '../../../../test/support/corpus.js';
import { testCipher } from './ciphers.js';
import { unwrapped } from './round-trip.js';
import { realFiles, sidecarCipher, sidecarFile, sidecars } from './sidecars.js';

const BLOCK_BYTES = 16;
const handler = pfile();

interface Original {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly cipher: ContentCipher;
  /** Absent where nobody has the key. */
  readonly plain?: Uint8Array;
}

/** The original and where its structures lie. */
interface Layout extends Original {
  readonly fixedHeader: number;
  readonly contentOffset: number;
  readonly borders: readonly number[];
}

/** All good PFILEs of the corpus, made and real, each with the judge of what comes out when it is damaged. */
export async function pfileSubjects(): Promise<Subject[]> {
  const made = sidecars('ok').map(async (sidecar): Promise<Original> => {
    const [bytes, cipher] = [sidecarFile(sidecar), sidecarCipher(sidecar)];
    return { name: sidecar.file, bytes, cipher, plain: await unwrapped(bytes, cipher) };
  });
  const real = realFiles().map((name): Original => {
    return { name, bytes: corpusFile(`pfile-real/${name}`), cipher: testCipher('CBC4K') };
  });
  return Promise.all([...made, ...real].map(async (original) => toSubject(await layOut(await original))));
}

async function layOut(original: Original): Promise<Layout> {
  const { container } = await handler.inspect(bytesSource(original.bytes), {});
  const fixedHeader = (container['fixedHeader'] as { offset: number }).offset;
  const regions = ['redirect', 'extension', 'license', 'metadata', 'content']
    .map((name) => container[name] as { offset: number; length: number } | undefined)
    .filter((region) => region !== undefined);
  const borders = [6, 10, 14, fixedHeader, ...regions.flatMap(({ offset, length }) => [offset, offset + length])];
  return {
    ...original,
    fixedHeader,
    contentOffset: regions.at(-1)!.offset,
    borders: borders.flatMap((border) => [border - 1, border, border + 1]),
  };
}

function toSubject(layout: Layout): Subject {
  return {
    name: layout.name,
    bytes: layout.bytes,
    borders: layout.borders,
    judge: async (changed, mutation) => {
      const complaint = await judgeInspect(changed);
      if (complaint !== undefined) return complaint;
      const unwrapping = await outcome(() => unwrapped(changed, layout.cipher));
      if ('error' in unwrapping) return judgeCode(unwrapping.error.code);
      return mutation.kind === 'cut'
        ? judgeCut(layout, mutation, unwrapping.value)
        : judgeFlip(layout, mutation, unwrapping.value);
    },
  };
}

async function judgeInspect(changed: Uint8Array): Promise<string | undefined> {
  const inspecting = await outcome(() => handler.inspect(bytesSource(changed), {}));
  if ('error' in inspecting) return judgeCode(inspecting.error.code);
  const detection = await handler.detect(bytesSource(changed), {}, {});
  return detection?.status === inspecting.value.status ? undefined : 'detect and inspect disagree';
}

function judgeCode(code: string): string | undefined {
  return ['NotProtected', 'UnsupportedFormat', 'CorruptFile'].includes(code) ? undefined : `refused as ${code}`;
}

/**
 * A cut file is refused. Only a cut between two blocks of the content can stay unseen: always where nothing pads, else
 * about once in 256 times (crypto.md §2). What comes out then is the beginning of the original.
 */
function judgeCut({ plain, contentOffset }: Layout, { offset }: Mutation, result: Uint8Array): string | undefined {
  const kept = offset - contentOffset;
  if (kept < 0 || kept % BLOCK_BYTES !== 0) return 'a cut file was taken for whole';
  return isEqual(result, plain?.subarray(0, result.length)) ? undefined : 'not the beginning of the original';
}

/**
 * A flip outside the content is refused or changes nothing. In the content it changes no more than its segment, nor the
 * length, unless it hits the padding. The number that says where the content begins is guarded by nothing: a gap before
 * the content is allowed (pfile.md §6).
 */
function judgeFlip(layout: Layout, { offset }: Mutation, result: Uint8Array): string | undefined {
  const { plain, bytes, cipher, contentOffset } = layout;
  const contentOffsetField = layout.fixedHeader + 20;
  if (plain === undefined || (offset >= contentOffsetField && offset < contentOffsetField + 4)) return undefined;
  if (offset < contentOffset) return isEqual(result, plain) ? undefined : 'other plaintext';
  const isInPadding = offset >= bytes.length - 2 * BLOCK_BYTES;
  if (!isInPadding && result.length !== plain.length) return 'other length';
  const start = Math.floor((offset - contentOffset) / cipher.segmentSize) * cipher.segmentSize;
  const end = start + cipher.segmentSize;
  const isSameOutside =
    isEqual(result.subarray(0, start), plain.subarray(0, start)) && isEqual(result.subarray(end), plain.subarray(end));
  return isSameOutside ? undefined : 'bytes changed outside the damaged segment';
}

function isEqual(one: Uint8Array, other: Uint8Array | undefined): boolean {
  return other === undefined || Buffer.compare(one, other) === 0;
}
