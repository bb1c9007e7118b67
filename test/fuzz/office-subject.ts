import { isDeepStrictEqual } from 'node:util';
import { openCompoundFile } from '@rightsmith/compound-file';
import { bytesSource, memorySink, RightsEngine, type InspectResult } from '@rightsmith/core';
import { ooxml } from '@rightsmith/format-ooxml';
import { pfile } from '@rightsmith/format-pfile';
import { buildPackage } from '../../packages/format-ooxml/test/support/build-package.js';
import { streamOf } from '../../packages/format-ooxml/test/support/containers.js';
import { placeholderFile } from '../../packages/format-ooxml/test/support/placeholder-files.js';
import { ownEngines, POLICY } from './own-engines.js';
import { outcome, type Subject } from './subject.js';

const FORMATS = [ooxml(), pfile()];

/** Bytes by which a compound file is known. */
const MAGIC = 8;

/** Bytes of the recorded length: changed, it leads to other bytes without anybody being able to tell. */
const LENGTH_BYTES = 8;

const SEGMENT_SIZE = 4096;

/** A real document without a key: what `inspect` says of its licence must stay, or tell of the damage. */
export async function realOfficeSubject(name: string, bytes: Uint8Array): Promise<Subject> {
  const engine = new RightsEngine({ formats: FORMATS });
  const inspect = (changed: Uint8Array): Promise<InspectResult> => engine.inspect(bytesSource(changed), { name });
  const unchanged = await inspect(bytes);
  return {
    name,
    bytes,
    borders: sectorsOf(bytes),
    judge: async (changed, { offset }) => {
      const result = await outcome(() => inspect(changed));
      if ('error' in result || isDeepStrictEqual(result.value, unchanged)) return undefined;
      const { status, obstacles, license, warnings } = result.value.facts;
      if (status !== 'protected') {
        const isTold = obstacles.length > 0 || offset < MAGIC || (await isBrokenStructure(changed));
        return isTold ? undefined : `no longer recognised: ${status}`;
      }
      const isDoubted = warnings.some(({ code }) =>
        ['license-unreadable', 'signature-invalid', 'chain-broken'].includes(code),
      );
      return isDoubted || isDeepStrictEqual(license, unchanged.facts.license)
        ? undefined
        : 'other licence facts without a warning';
    },
  };
}

/** Documents protected here, opened through the authority: their content must stay, or change only in the segment touched. */
export async function ownOfficeSubjects(): Promise<Subject[]> {
  const { owner, openCleanly } = await ownEngines(FORMATS);
  const subject = async (name: string, plain: Uint8Array, contentPath: string): Promise<Subject> => {
    const sink = memorySink();
    await owner.protect(bytesSource(plain), sink, { name, policy: POLICY });
    const bytes = sink.bytes();
    const content = await streamOf(bytes, contentPath);
    // The writer lays large streams out in one piece.
    const start = Buffer.from(bytes).indexOf(content.subarray(0, 64));
    return {
      name,
      bytes,
      borders: sectorsOf(bytes),
      judge: async (changed, { offset }) => {
        const { opened, complaint } = await openCleanly(changed);
        if (opened === undefined || isDeepStrictEqual(opened, plain)) return complaint;
        const inContent = offset - start - LENGTH_BYTES;
        if (inContent >= -LENGTH_BYTES && inContent < 0) return undefined;
        if (inContent >= 0 && inContent < content.length - LENGTH_BYTES) {
          return differsOutside(opened, plain, Math.floor(inContent / SEGMENT_SIZE));
        }
        return (await isBrokenStructure(changed)) ? undefined : 'other content without an error';
      },
    };
  };
  return [
    await subject('own.docx', await buildPackage(), 'EncryptedPackage'),
    await subject('own.doc', placeholderFile('doc'), '\tDRMContent'),
  ];
}

function sectorsOf({ length }: Uint8Array): number[] {
  return Array.from({ length: Math.floor(length / 512) }, (_, sector) => sector * 512);
}

/** Whether a strict look at the compound file finds what is wrong. */
async function isBrokenStructure(file: Uint8Array): Promise<boolean> {
  return 'error' in (await outcome(() => openCompoundFile(bytesSource(file), { strictness: 'strict' })));
}

function differsOutside(opened: Uint8Array, plain: Uint8Array, segment: number): string | undefined {
  const [from, to] = [segment * SEGMENT_SIZE, (segment + 1) * SEGMENT_SIZE];
  const around = (bytes: Uint8Array): Uint8Array[] => [bytes.subarray(0, from), bytes.subarray(to)];
  return isDeepStrictEqual(around(opened), around(plain)) ? undefined : 'other segments changed';
}
