import { isDeepStrictEqual } from 'node:util';
import {
  bytesSource,
  createContentCipher,
  memorySink,
  RightsEngine,
  type CipherMode,
  type InspectResult,
} from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import type { Mutation } from './mutations.js';
import { outcome, type Subject } from './subject.js';

/** What a sidecar of corpus/pfile tells. */
export interface PfileSidecar {
  readonly file: string;
  readonly header: Readonly<Record<string, number>> & { readonly content_offset: number };
  readonly content: { readonly mode: string; readonly key_hex: string };
}

/** Bytes without which a file is no PFILE. */
const MAGIC_AND_VERSION = 14;

/** Content offset and original size: changed, they may lead to other bytes without anybody being able to tell. Bytes from the start of the fixed header. */
export function isSizeField(offset: number): boolean {
  return offset >= 20 && offset < 32;
}

/** A PFILE with a known key: the plaintext must stay, or change only in the segments touched. */
export async function pfileSubject(name: string, bytes: Uint8Array, sidecar: PfileSidecar): Promise<Subject> {
  const { header, content } = sidecar;
  const mode = content.mode.toUpperCase() as CipherMode;
  const key = Buffer.from(content.key_hex, 'hex');
  const segmentSize = { CBC4K: 4096, CBC512: 512, ECB: 16 }[mode];
  const unwrap = async (
    changed: Uint8Array,
  ): Promise<{ readonly plain: Uint8Array; readonly warnings: readonly string[] }> => {
    const sink = memorySink();
    const warnings: string[] = [];
    await pfile().unwrap(bytesSource(changed), createContentCipher({ mode, key }), sink, {
      warn: (code) => warnings.push(code),
    });
    return { plain: sink.bytes(), warnings };
  };
  const original = await unwrap(bytes);
  return {
    name,
    bytes,
    borders: Object.entries(header)
      .filter(([field]) => field.endsWith('_offset'))
      .map(([, offset]) => offset),
    judge: async (changed, { kind, offset }) => {
      const result = await outcome(() => unwrap(changed));
      if ('error' in result) return undefined;
      if (kind === 'flip' && offset >= header.content_offset) {
        return differenceOutside(original.plain, result.value.plain, offset - header.content_offset, segmentSize);
      }
      const { plain } = result.value;
      if (isDeepStrictEqual(plain, original.plain)) return undefined;
      // Padding is all that CBC4K has to tell its end by, and one cut in 256 finds some.
      const isCutContent = kind === 'cut' && offset > header.content_offset && mode === 'CBC4K';
      if (isCutContent && isDeepStrictEqual(plain, original.plain.subarray(0, plain.length))) return undefined;
      const isSize = kind === 'flip' && isSizeField(offset - (header['fixed_header_offset'] ?? 0));
      return isSize ? undefined : 'other content without an error';
    },
  };
}

/** A real PFILE without a key: what `inspect` says must stay, or tell of the damage. */
export async function realPfileSubject(name: string, bytes: Uint8Array): Promise<Subject> {
  const engine = new RightsEngine({ formats: [pfile()] });
  const inspect = (changed: Uint8Array): Promise<InspectResult> => engine.inspect(bytesSource(changed));
  const unchanged = await inspect(bytes);
  const { license, extension, content, fixedHeader } = unchanged.facts.container as unknown as Regions;
  const inside = (offset: number, region: Region): boolean =>
    offset >= region.offset && offset < region.offset + region.length;
  return {
    name,
    bytes,
    borders: [fixedHeader, extension, license, content].map(({ offset }) => offset),
    judge: async (changed, { kind, offset }: Mutation) => {
      const result = await outcome(() => inspect(changed));
      if ('error' in result || isDeepStrictEqual(result.value, unchanged)) return undefined;
      const { warnings, status } = result.value.facts;
      if (status === 'plain') return offset < MAGIC_AND_VERSION ? undefined : 'no longer recognised';
      const isLicenseDoubted = warnings.some(({ code }) =>
        ['license-unreadable', 'signature-invalid', 'chain-broken'].includes(code),
      );
      if (kind === 'flip' && inside(offset, license)) {
        return isLicenseDoubted || isDeepStrictEqual(result.value.facts, unchanged.facts)
          ? undefined
          : 'a changed licence without a warning';
      }
      // Extension, metadata and the header's numbers are nobody's signature's subject: the facts change with them.
      return isDeepStrictEqual(result.value.facts.license, unchanged.facts.license) || isLicenseDoubted
        ? undefined
        : 'other licence facts without a warning';
    },
  };
}

interface Region {
  readonly offset: number;
  readonly length: number;
}

interface Regions {
  readonly license: Region;
  readonly extension: Region;
  readonly content: Region;
  readonly fixedHeader: Region;
}

function differenceOutside(
  original: Uint8Array,
  plain: Uint8Array,
  cipherOffset: number,
  segmentSize: number,
): string | undefined {
  const segment = Math.floor(cipherOffset / segmentSize);
  const isLast = (segment + 1) * segmentSize > original.length;
  if (plain.length !== original.length && !isLast) return `the length became ${plain.length}`;
  const [from, to] = [segment * segmentSize, (segment + 1) * segmentSize];
  const isSame = isDeepStrictEqual(plain.subarray(0, from), original.subarray(0, from));
  return isSame && isDeepStrictEqual(plain.subarray(to), original.subarray(to)) ? undefined : 'other segments changed';
}
