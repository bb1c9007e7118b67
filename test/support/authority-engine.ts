import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthority, type Authority, type RecordEntry } from '@rightsmith/authority';
import { RightsEngine, bytesSource, memorySink, type ProtectRequest } from '@rightsmith/core';
import { ooxml } from '@rightsmith/format-ooxml';
import { pdf } from '@rightsmith/format-pdf';
import { pfile } from '@rightsmith/format-pfile';

/** One authority for the tests of a `describe`, and engines for people. */
export interface AuthorityEngines {
  readonly authority: Authority;
  readonly home: string;
  /** What the authority's clock shows; ISO 8601. */
  time: string;
  /** An engine whose client is this person, of all formats. */
  engine(address: string): RightsEngine;
  /** Protects in memory, as Alice unless said otherwise. */
  protect(content: Uint8Array, request: ProtectRequest, address?: string): Promise<Uint8Array>;
  /** The plaintext of a protected file, opened by this person. */
  open(file: Uint8Array, address: string): Promise<Uint8Array>;
  /** The record, oldest entry first. */
  record(): Promise<readonly RecordEntry[]>;
}

/** Makes an authority before the tests, and removes it after them. */
export function useAuthorityEngines(): AuthorityEngines {
  const home = mkdtempSync(join(tmpdir(), 'rightsmith-test-'));
  let opened: Authority | undefined;
  const engines: AuthorityEngines = {
    home,
    time: '2031-05-06T07:08:00.000Z',
    get authority(): Authority {
      return opened!;
    },
    engine: (address) =>
      new RightsEngine({
        client: opened!.clientFor(address),
        formats: [ooxml(), pdf(), pfile()],
        clock: { now: () => Date.parse(engines.time) },
      }),
    protect: async (content, request, address = 'alice@example.com') => {
      const sink = memorySink();
      await engines.engine(address).protect(bytesSource(content), sink, request);
      return sink.bytes();
    },
    open: async (file, address) => {
      const { content, close } = await engines.engine(address).open(bytesSource(file));
      return content.read(0, content.size).finally(close);
    },
    record: async () => {
      const entries: RecordEntry[] = [];
      for await (const entry of opened!.readRecord()) entries.push(entry);
      return entries;
    },
  };
  before(async () => {
    opened = await openAuthority({ home, clock: { now: () => Date.parse(engines.time) } });
  });
  after(async () => {
    await opened?.close();
    rmSync(home, { recursive: true, force: true });
  });
  return engines;
}
