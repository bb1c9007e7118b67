import { isDeepStrictEqual } from 'node:util';
import { bytesSource, memorySink } from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import { ownEngines, POLICY } from './own-engines.js';
import { isSizeField } from './pfile-subject.js';
import type { Subject } from './subject.js';

/** Files protected here and opened through the authority, each result written to a folder that must stay clean. */
export async function ownFileSubjects(): Promise<Subject[]> {
  const { owner, openCleanly } = await ownEngines([pfile()]);
  const subject = async (name: string, plain: Uint8Array, deprecatedAlgorithms: boolean): Promise<Subject> => {
    const sink = memorySink();
    await owner.protect(bytesSource(plain), sink, { name, policy: POLICY, deprecatedAlgorithms });
    const bytes = sink.bytes();
    const { container } = (await owner.inspect(bytesSource(bytes))).facts;
    const { content, fixedHeader } = container as Readonly<Record<string, { readonly offset: number }>>;
    return {
      name,
      bytes,
      borders: Object.values(container).map((region) => (region as { offset?: number }).offset ?? 0),
      judge: async (changed, { kind, offset }) => {
        const { opened, complaint } = await openCleanly(changed);
        if (opened === undefined) return complaint;
        if (kind === 'flip' && (offset >= content!.offset || isSizeField(offset - fixedHeader!.offset)))
          return undefined;
        // Padding is all that CBC4K has to tell its end by, and one cut in 256 finds some.
        const isCutContent = kind === 'cut' && offset > content!.offset && !deprecatedAlgorithms;
        const expected = isCutContent ? plain.subarray(0, opened.length) : plain;
        return isDeepStrictEqual(opened, expected) ? undefined : 'other content without an error';
      },
    };
  };
  return [
    await subject(
      'two-segments.txt',
      new Uint8Array(5000).map((_, index) => index % 251),
      false,
    ),
    await subject('empty.txt', new Uint8Array(), false),
    await subject('deprecated.bin', new Uint8Array(100).fill(7), true),
  ];
}
