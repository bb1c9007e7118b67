import { silentLogger } from '@rightsmith/core';
import type { JobContext } from '../../job/job-context.js';

/** One request for a use licence and its answer. */
export interface Access {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** `grant`, `deny` and what else the authority records. */
  readonly action: string;
  readonly who: string;
  readonly rights?: readonly string[] | undefined;
  readonly reason?: string | undefined;
  readonly superUser?: boolean | undefined;
}

/** What is recorded about a document. */
export interface DocumentAccesses {
  readonly contentId: string;
  readonly owner?: string;
  /** Oldest first. */
  readonly entries: readonly Access[];
  /** Entries that cannot be read. */
  readonly damaged: number;
}

/** Who asked to open a document, from the authority or the service of the settings. @throws AccessDenied for all but its owner and super users */
export async function documentAccesses(
  license: Uint8Array,
  superUser: boolean,
  context: JobContext,
): Promise<DocumentAccesses> {
  const { wiring } = context;
  const { as, rest } = await wiring.settings();
  if (rest !== undefined) return fromService(license, superUser, context);
  const { contentId, owner, accesses } = await (
    await wiring.authority()
  ).documentRecord(license, as.value, { superUser });
  const entries: Access[] = [];
  for await (const entry of accesses) entries.push(entry);
  return { contentId, ...(owner !== undefined && { owner }), entries, damaged: accesses.damagedLines };
}

async function fromService(
  license: Uint8Array,
  superUser: boolean,
  { wiring, clock, signal }: JobContext,
): Promise<DocumentAccesses> {
  const { rest } = await wiring.rest();
  const context = { signal, clock, languages: [], logger: silentLogger, offline: false, interactive: false };
  const { ContentId, Owner, Accesses, DamagedEntries } = await rest.documentRecord(license, { superUser }, context);
  const owner = Owner ?? undefined;
  return {
    contentId: ContentId.replaceAll(/[{}]/g, '').toLowerCase(),
    ...(owner !== undefined && { owner }),
    entries: Accesses.map(({ Time, Action, Who, Rights, Reason, SuperUser }) => ({
      time: Time,
      action: Action,
      who: Who,
      rights: Rights ?? undefined,
      reason: Reason ?? undefined,
      superUser: SuperUser ?? undefined,
    })),
    damaged: DamagedEntries ?? 0,
  };
}
