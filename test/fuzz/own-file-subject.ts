import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { openAuthority } from '@rightsmith/authority';
import { bytesSource, fileSink, memorySink, RightsEngine, type CustomPolicy } from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import { isSizeField } from './pfile-subject.js';
import { outcome, type Subject } from './subject.js';

const POLICY: CustomPolicy = {
  names: [{ lcid: 1033, name: 'Draft', description: 'Not final' }],
  grants: [{ users: ['bob@example.com'], rights: ['VIEW', 'EXPORT'] }],
};

/** Files protected here and opened through the authority, each result written to a folder that must stay clean. */
export async function ownFileSubjects(): Promise<Subject[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rightsmith-fuzz-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const authority = await openAuthority({ home: join(folder, 'home') });
  const owner = new RightsEngine({ formats: [pfile()], client: authority.clientFor('alice@example.com') });
  const reader = new RightsEngine({ formats: [pfile()], client: authority.clientFor('bob@example.com') });
  const subject = async (name: string, plain: Uint8Array, deprecatedAlgorithms: boolean): Promise<Subject> => {
    const sink = memorySink();
    await owner.protect(bytesSource(plain), sink, { name, policy: POLICY, deprecatedAlgorithms });
    const bytes = sink.bytes();
    const { container } = (await owner.inspect(bytesSource(bytes))).facts;
    const { content, fixedHeader } = container as Readonly<Record<string, { readonly offset: number }>>;
    const work = mkdtempSync(join(folder, 'out-'));
    return {
      name,
      bytes,
      borders: Object.values(container).map((region) => (region as { offset?: number }).offset ?? 0),
      judge: async (changed, { kind, offset }) => {
        const written = memorySink();
        const result = await outcome(async () => {
          await reader.unprotect(bytesSource(changed), written);
          await reader.unprotect(bytesSource(changed), fileSink(join(work, 'out')));
        });
        const left = readdirSync(work);
        rmSync(join(work, 'out'), { force: true });
        if ('error' in result) return left.length === 0 ? undefined : `left behind: ${left.join(', ')}`;
        if (!isDeepStrictEqual(left, ['out'])) return `the folder holds ${left.join(', ')}`;
        const opened = written.bytes();
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
