import { createCipheriv, createDecipheriv, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { CorruptFile, SignInNeeded, type RandomSource, type Where } from '@rightsmith/core';
import { z } from 'zod';

/** The cost of guessing a passphrase: 32 MiB and about 0.1 s a try. */
const SCRYPT_COST = { N: 2 ** 15, r: 8, p: 1 };
/** Bytes of memory that a locked key may ask for. */
const MAXIMUM_SCRYPT_MEMORY = 256 * 1024 * 1024;
const GCM_TAG_BYTES = 16;

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

/** How a locked key must look. */
export const LOCKED_KEY: z.ZodType<LockedKey> = z.object({
  schema: z.literal(1),
  kdf: z
    .object({
      name: z.literal('scrypt'),
      N: z.int().min(2),
      r: z.int().min(1),
      p: z.int().min(1).max(16),
      salt: z.base64().min(1),
    })
    .refine(({ N, r }) => Number.isInteger(Math.log2(N)) && 128 * N * r <= MAXIMUM_SCRYPT_MEMORY, 'cost out of range'),
  cipher: z.object({ name: z.literal('aes-256-gcm'), nonce: z.base64().length(16) }),
  key: z.base64().min(24),
});

const scryptKey = promisify<string, Uint8Array, number, object, Uint8Array>(scrypt);

/** Locks PKCS#8 DER with a passphrase. */
export async function lockKey(der: Uint8Array, passphrase: string, random: RandomSource): Promise<LockedKey> {
  const salt = random.bytes(16);
  const nonce = random.bytes(12);
  const cipher = createCipheriv('aes-256-gcm', await deriveKey(passphrase, salt, SCRYPT_COST), nonce);
  return {
    schema: 1,
    kdf: { name: 'scrypt', ...SCRYPT_COST, salt: base64(salt) },
    cipher: { name: 'aes-256-gcm', nonce: base64(nonce) },
    key: base64(Buffer.concat([cipher.update(der), cipher.final(), cipher.getAuthTag()])),
  };
}

/** The PKCS#8 DER of a locked key. @throws SignInNeeded when the passphrase is wrong; CorruptFile */
export async function unlockKey(
  { kdf, cipher, key }: LockedKey,
  passphrase: string,
  where: Where,
): Promise<Uint8Array> {
  const sealed = Buffer.from(key, 'base64');
  if (sealed.length < GCM_TAG_BYTES) throw new CorruptFile('The tenant key is cut short.', { where });
  const decipher = createDecipheriv(
    'aes-256-gcm',
    await deriveKey(passphrase, Buffer.from(kdf.salt, 'base64'), kdf),
    Buffer.from(cipher.nonce, 'base64'),
  );
  decipher.setAuthTag(sealed.subarray(-GCM_TAG_BYTES));
  const der = decipher.update(sealed.subarray(0, -GCM_TAG_BYTES));
  try {
    decipher.final();
  } catch (cause) {
    throw new SignInNeeded('The passphrase does not open the tenant key.', {
      where,
      hint: 'Check the passphrase; if it is right, the file is damaged: restore it from a backup.',
      cause,
    });
  }
  return der;
}

function deriveKey(
  passphrase: string,
  salt: Uint8Array,
  { N, r, p }: { readonly N: number; readonly r: number; readonly p: number },
): Promise<Uint8Array> {
  // Node's own ceiling lies just below what the usual cost needs.
  return scryptKey(passphrase, salt, 32, { N, r, p, maxmem: 128 * r * (N + p) + 1024 * 1024 });
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
