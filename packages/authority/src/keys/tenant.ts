import type { KeyObject } from 'node:crypto';
import {
  InternalError,
  issuedPrincipalsXml,
  rsaSigner,
  toKeyObject,
  type Licensor,
  type SignMessage,
} from '@rightsmith/core';
import { defaultUrl, type AuthorityFile } from '../home/authority-file.js';
import type { TenantKey } from './tenant-key.js';

/** The tenant in whose name the authority works, with everything about its keys that need be worked out only once. */
export interface Tenant {
  /** As licences name it: with the key that signs now. */
  readonly licensor: Licensor;
  readonly signingKey: TenantKey;
  readonly sign: SignMessage;
  /** Public half of the key that signs; content keys are sealed to it. */
  readonly recipient: KeyObject;
  /** What sealing binds a content key to. */
  readonly principalXml: string;
  /** Every key that opens, by the fingerprint of its modulus; the last one signs. */
  readonly keys: ReadonlyMap<string, TenantKey>;
}

/**
 * Puts the tenant together.
 *
 * @param keys - those `authority.json` lists, in its order: the last one signs
 * @param url - licensing URL for new licences instead of the file's
 */
export function createTenant(file: AuthorityFile, keys: readonly TenantKey[], url?: string): Tenant {
  const signingKey = keys.at(-1);
  if (signingKey === undefined) throw new InternalError('A tenant needs a key.');
  const licensor: Licensor = {
    id: signingKey.id,
    name: file.name,
    tenantId: file.tenantId,
    url: (url ?? file.url ?? defaultUrl(file.tenantId)).replace(/\/licensing$/, ''),
    key: signingKey.publicKey,
  };
  return {
    licensor,
    signingKey,
    sign: rsaSigner(signingKey.privateKey),
    recipient: toKeyObject(signingKey.publicKey),
    principalXml: issuedPrincipalsXml(licensor),
    keys: new Map(keys.map((key) => [key.publicKey.fingerprint, key])),
  };
}
