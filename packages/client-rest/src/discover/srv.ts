import { resolveSrv } from 'node:dns/promises';

/** Finds the targets of SRV records, the first listed first; empty where there are none. */
export type FindServiceRecords = (name: string) => Promise<readonly string[]>;

const PREFIX = '_rmsdisco._http._tcp.';

/** By the resolvers of the operating system. A failure counts as no record: the next name, and then the cloud, is tried. */
export const systemServiceRecords: FindServiceRecords = async (name) => {
  try {
    return (await resolveSrv(name)).map((record) => record.name);
  } catch {
    return [];
  }
};

/**
 * The target of the first SRV record for a domain or one above it, never a last label alone; rest.md §2.2. Port, priority and
 * weight are ignored.
 */
export async function findServiceRecord(domain: string, find: FindServiceRecords): Promise<string | undefined> {
  const labels = domain.split('.');
  for (let start = 0; start < labels.length - 1; start += 1) {
    const [target] = await find(`${PREFIX}${labels.slice(start).join('.')}`);
    if (target !== undefined && target !== '') return target;
  }
  return undefined;
}
