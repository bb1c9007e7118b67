import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthority, type Authority, type ClientOptions, type RecordEntry } from '@rightsmith/authority';
import {
  silentLogger,
  type ClientContext,
  type CustomPolicy,
  type Publication,
  type PublishRequest,
  type RmsClient,
} from '@rightsmith/core';

/** An authority that all tests of a `describe` share, with a clock they set. */
export interface SharedAuthority {
  readonly authority: Authority;
  readonly home: string;
  /** What the clock shows; ISO 8601. */
  time: string;
  client(address: string, options?: ClientOptions): RmsClient;
  publish(request: Partial<PublishRequest> & Pick<PublishRequest, 'policy'>, address?: string): Promise<Publication>;
  /** Entries of the record about one content. */
  recordOf(contentId: string): Promise<RecordEntry[]>;
}

/** Surroundings of a call in which nothing happens. */
export function callContext(signal: AbortSignal = new AbortController().signal): ClientContext {
  return {
    signal,
    logger: silentLogger,
    // The authority goes by its own clock.
    clock: { now: () => 0 },
    offline: true,
    interactive: false,
    languages: [],
  };
}

/** A policy that grants what is listed. */
export function policyFor(
  grants: Readonly<Record<string, readonly string[]>>,
  others: Partial<CustomPolicy> = {},
): CustomPolicy {
  return {
    names: [],
    grants: Object.entries(grants).map(([user, rights]) => ({ users: [user], rights })),
    ...others,
  };
}

/** Makes an authority in an empty home before the tests, with this `directory.json`, and removes it after them. */
export function useAuthority(directory: object = { schema: 1 }): SharedAuthority {
  const home = mkdtempSync(join(tmpdir(), 'rightsmith-test-'));
  let authority: Authority | undefined;
  const shared: SharedAuthority = {
    get authority(): Authority {
      return authority!;
    },
    home,
    time: '2024-05-06T07:08:09.123Z',
    client: (address, options) => authority!.clientFor(address, options),
    publish: (request, address = 'alice@example.com') =>
      authority!.clientFor(address).publish({ labels: [], deprecatedAlgorithms: false, ...request }, callContext()),
    recordOf: async (contentId) => {
      const entries: RecordEntry[] = [];
      for await (const entry of authority!.readRecord({ contentId })) entries.push(entry);
      return entries;
    },
  };
  before(async () => {
    writeFileSync(join(home, 'directory.json'), JSON.stringify(directory));
    authority = await openAuthority({ home, clock: { now: () => Date.parse(shared.time) } });
  });
  after(() => {
    rmSync(home, { recursive: true, force: true });
  });
  return shared;
}
