import { z } from 'zod';
import type { JsonFileKind } from './json-file.js';

/** One tenant key as `authority.json` lists it. */
export interface KeyEntry {
  /** GUID; the id of the service in licences. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  /** How often its file was written anew under another passphrase; absent: never. Part of the file's name. */
  readonly version?: number;
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

/** What tells one tenant from another, in `authority.json` and in an export. */
export const TENANT_SHAPE: {
  readonly schema: z.ZodLiteral<1>;
  readonly tenantId: z.ZodGUID;
  readonly name: z.ZodString;
  readonly url: z.ZodExactOptional<z.ZodURL>;
  readonly created: z.ZodISODateTime;
} = {
  schema: z.literal(1),
  tenantId: z.guid().toLowerCase(),
  name: z.string().min(1),
  url: z.url().endsWith('/_wmcs/licensing').exactOptional(),
  created: z.iso.datetime(),
};

/** How a key is listed, in `authority.json` and in an export. */
export const KEY_SHAPE: { readonly id: z.ZodGUID; readonly created: z.ZodISODateTime } = {
  id: z.guid().toLowerCase(),
  created: z.iso.datetime(),
};

const schema: z.ZodType<AuthorityFile> = z.looseObject({
  ...TENANT_SHAPE,
  keys: z.array(z.object({ ...KEY_SHAPE, version: z.int().min(1).exactOptional() })).min(1),
});

/** How `authority.json` must look; members of a reader's own stay. */
export const AUTHORITY_FILE: JsonFileKind<AuthorityFile> = { structure: 'authority', schema };

/** The licensing URL of an authority that has no address of its own: the reserved top-level domain `invalid` never resolves. */
export function defaultUrl(tenantId: string): string {
  return `https://${tenantId}.rms.invalid/_wmcs/licensing`;
}
