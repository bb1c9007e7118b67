import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { openAuthority } from '@rightsmith/authority';
import { bytesSource, fileSink, RightsEngine, type CustomPolicy, type FormatHandler } from '@rightsmith/core';
import { outcome } from './subject.js';

/** Under which the owner protects, so that the reader can unprotect. */
export const POLICY: CustomPolicy = {
  names: [{ lcid: 1033, name: 'Draft', description: 'Not final' }],
  grants: [{ users: ['bob@example.com'], rights: ['VIEW', 'EXPORT'] }],
};

/** What came of opening a file: its content, or what is to be complained of, or neither where it was refused as it should be. */
export interface Opened {
  readonly opened?: Uint8Array;
  readonly complaint?: string;
}

/** Somebody who protects, and somebody who opens into a folder that must stay clean. */
export interface OwnEngines {
  readonly owner: RightsEngine;
  readonly openCleanly: (file: Uint8Array) => Promise<Opened>;
}

/** An authority of its own with two people; its home goes with the process. */
export async function ownEngines(formats: readonly FormatHandler[]): Promise<OwnEngines> {
  const folder = mkdtempSync(join(tmpdir(), 'rightsmith-fuzz-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const authority = await openAuthority({ home: join(folder, 'home') });
  const reader = new RightsEngine({ formats, client: authority.clientFor('bob@example.com') });
  const work = mkdtempSync(join(folder, 'out-'));
  return {
    owner: new RightsEngine({ formats, client: authority.clientFor('alice@example.com') }),
    openCleanly: async (file) => {
      const path = join(work, 'out');
      const result = await outcome(() => reader.unprotect(bytesSource(file), fileSink(path)));
      const left = readdirSync(work);
      const opened = left.includes('out') ? new Uint8Array(readFileSync(path)) : undefined;
      rmSync(path, { force: true });
      if ('error' in result) return left.length === 0 ? {} : { complaint: `left behind: ${left.join(', ')}` };
      if (opened === undefined || !isDeepStrictEqual(left, ['out'])) {
        return { complaint: `the folder holds ${left.join(', ')}` };
      }
      return { opened };
    },
  };
}
