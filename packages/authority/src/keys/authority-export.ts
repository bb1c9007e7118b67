import { CorruptFile } from '@rightsmith/core';
import { z } from 'zod';
import { KEY_SHAPE, TENANT_SHAPE } from '../home/authority-file.js';
import { parseJson } from '../home/parse-json.js';
import { LOCKED_KEY, type LockedKey } from './locked-key.js';

/** Keys beyond which an export is hostile: unlocking each takes time on purpose. */
const MAXIMUM_KEYS = 100;

/** One key in an export. */
export interface ExportedKey {
  /** GUID; the id of the service in licences. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  /** SHA-256 of the modulus as licences store it, in lower-case hex. */
  readonly modulusSha256: string;
  /** SubjectPublicKeyInfo, PEM. */
  readonly publicKey: string;
  /** Only where private keys were asked for. */
  readonly privateKey?: LockedKey;
}

/** An authority as a JSON document, to be taken to another home. Templates and the directory are not part of it. */
export interface AuthorityExport {
  readonly kind: 'rightsmith-authority';
  readonly schema: 1;
  readonly tenantId: string;
  readonly name: string;
  readonly url?: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  /** The last one signs. */
  readonly keys: readonly ExportedKey[];
}

const exportedKey: z.ZodType<ExportedKey> = z.object({
  ...KEY_SHAPE,
  modulusSha256: z.hash('sha256'),
  publicKey: z.string(),
  privateKey: LOCKED_KEY.exactOptional(),
});

const authorityExport: z.ZodType<AuthorityExport> = z.object({
  kind: z.literal('rightsmith-authority'),
  ...TENANT_SHAPE,
  keys: z.array(exportedKey).min(1).max(MAXIMUM_KEYS),
});

/** Reads an export. @throws CorruptFile for what is none */
export function parseAuthorityExport(text: string): AuthorityExport {
  return parseJson(
    text,
    authorityExport,
    (problem, cause) =>
      new CorruptFile(`The export of the authority ${problem}.`, {
        where: { structure: 'authority export' },
        hint: 'Export the authority again.',
        cause,
      }),
  );
}
