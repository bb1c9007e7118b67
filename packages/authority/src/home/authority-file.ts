import { z } from 'zod';

/** One tenant key as `authority.json` lists it. */
export interface KeyEntry {
  /** GUID; the id of the service in licences and the name of the key's file. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly created: string;
}

/** The content of `authority.json`. */
export interface AuthorityFile {
  readonly schema: 1;
  readonly tenantId: string;
  readonly name: string;
  /** Licensing URL for new licences, ending in `/_wmcs/licensing`; absent: {@link defaultUrl}. */
  readonly url?: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  /** The last one signs; every one opens. */
  readonly keys: readonly KeyEntry[];
}

/** How `authority.json` must look. */
export const AUTHORITY_FILE: z.ZodType<AuthorityFile> = z.object({
  schema: z.literal(1),
  tenantId: z.guid(),
  name: z.string().min(1),
  url: z.url().endsWith('/_wmcs/licensing').exactOptional(),
  created: z.iso.datetime(),
  keys: z.array(z.object({ id: z.guid(), created: z.iso.datetime() })).min(1),
});

/** The licensing URL of an authority that has no address of its own: the reserved top-level domain `invalid` never resolves. */
export function defaultUrl(tenantId: string): string {
  return `https://${tenantId}.rms.invalid/_wmcs/licensing`;
}
