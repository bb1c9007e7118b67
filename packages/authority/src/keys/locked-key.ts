import {
  SignInNeeded,
  encodeBase64,
  openPassphraseSeal,
  sealWithPassphrase,
  type RandomSource,
  type Where,
} from '@rightsmith/core';
import { z } from 'zod';

/** A private key under a passphrase: PKCS#8 DER inside AES-256-GCM under scrypt. Byte fields are base64. */
export interface LockedKey {
  readonly schema: 1;
  readonly kdf: {
    readonly name: 'scrypt';
    readonly N: number;
    readonly r: number;
    readonly p: number;
    readonly salt: string;
  };
  readonly cipher: { readonly name: 'aes-256-gcm'; readonly nonce: string };
  /** Ciphertext with the tag at its end. */
  readonly key: string;
}

/** How a locked key must look; that its cost can be borne is checked when it is opened. */
export const LOCKED_KEY: z.ZodType<LockedKey> = z.object({
  schema: z.literal(1),
  kdf: z.object({ name: z.literal('scrypt'), N: z.int(), r: z.int(), p: z.int(), salt: z.base64().min(1) }),
  cipher: z.object({ name: z.literal('aes-256-gcm'), nonce: z.base64().length(16) }),
  key: z.base64().min(24),
});

/** Locks PKCS#8 DER with a passphrase. */
export async function lockKey(der: Uint8Array, passphrase: string, random: RandomSource): Promise<LockedKey> {
  const { cost, salt, nonce, sealed } = await sealWithPassphrase(der, passphrase, random);
  return {
    schema: 1,
    kdf: { name: 'scrypt', ...cost, salt: encodeBase64(salt) },
    cipher: { name: 'aes-256-gcm', nonce: encodeBase64(nonce) },
    key: encodeBase64(sealed),
  };
}

/** The PKCS#8 DER of a locked key. @throws SignInNeeded when the passphrase is wrong; CorruptFile */
export async function unlockKey(
  { kdf, cipher, key }: LockedKey,
  passphrase: string,
  where: Where,
): Promise<Uint8Array> {
  const { salt, ...cost } = kdf;
  const seal = { cost, salt: bytesOf(salt), nonce: bytesOf(cipher.nonce), sealed: bytesOf(key) };
  const der = await openPassphraseSeal(seal, passphrase, where);
  if (der !== undefined) return der;
  throw new SignInNeeded('The passphrase does not open the tenant key.', {
    where,
    hint: 'Check the passphrase; if it is right, the file is damaged: restore it from a backup.',
  });
}

function bytesOf(base64: string): Uint8Array {
  return Buffer.from(base64, 'base64');
}
