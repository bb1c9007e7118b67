import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import {
  CorruptFile,
  fromKeyObject,
  rsaDecrypter,
  type DecryptBlock,
  type LicensePublicKey,
  type Where,
} from '@rightsmith/core';
import type { KeyEntry } from '../home/authority-file.js';

/** Mode 2 of licences, licenses.md §1. */
const MODULUS_BITS = 2048;

/** A key of the tenant: signs licences and opens the content keys sealed to it. */
export interface TenantKey {
  /** GUID; the id of the service in licences. */
  readonly id: string;
  readonly created: Date;
  readonly privateKey: KeyObject;
  /** Opens what was sealed to the key. */
  readonly decrypt: DecryptBlock;
  readonly publicKey: LicensePublicKey;
}

/** A new tenant key as PKCS#8 DER. */
export async function generateTenantKey(): Promise<Uint8Array> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: MODULUS_BITS,
    publicExponent: 0x10001,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  return privateKey;
}

/** The PKCS#8 DER of a tenant key. */
export function encodeTenantKey({ privateKey }: TenantKey): Uint8Array {
  return privateKey.export({ type: 'pkcs8', format: 'der' });
}

/** The tenant key in PKCS#8 DER. @throws CorruptFile when it is none */
export function parseTenantKey({ id, created }: KeyEntry, der: Uint8Array, where: Where): TenantKey {
  const damaged = (message: string, cause?: unknown): CorruptFile =>
    new CorruptFile(message, {
      where,
      hint: 'Restore the file from a backup: without it nothing it protects can be opened.',
      cause,
    });
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  } catch (cause) {
    throw damaged('The tenant key is not a private key in PKCS#8 form.', cause);
  }
  if (privateKey.asymmetricKeyType !== 'rsa' || privateKey.asymmetricKeyDetails?.modulusLength !== MODULUS_BITS) {
    throw damaged(`The tenant key is not an RSA key of ${MODULUS_BITS} bits.`);
  }
  const publicKey = fromKeyObject(privateKey);
  return { id, created: new Date(created), privateKey, decrypt: rsaDecrypter(privateKey), publicKey };
}
