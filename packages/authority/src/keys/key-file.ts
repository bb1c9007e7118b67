import { createCipheriv, createDecipheriv, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { CorruptFile, SignInNeeded, type RandomSource } from '@rightsmith/core';
import { z } from 'zod';
import { jsonText, parseJson } from '../home/json-file.js';

/** The cost of guessing a passphrase: 32 MiB and about 0.1 s a try. */
const SCRYPT_COST = { N: 2 ** 15, r: 8, p: 1 };
/** Bytes of memory that a key file may ask for. */
const MAXIMUM_SCRYPT_MEMORY = 256 * 1024 * 1024;
const GCM_TAG_BYTES = 16;

/** A key file under a passphrase: PKCS#8 DER inside AES-256-GCM under scrypt. Byte fields are base64. */
interface LockedKeyFile {
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

const LOCKED_KEY_FILE: z.ZodType<LockedKeyFile> = z.object({
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

/** The content of a key file: PKCS#8 DER as it is, or locked with a passphrase. */
export async function encodeKeyFile(
  der: Uint8Array,
  passphrase: string | undefined,
  random: RandomSource,
): Promise<Uint8Array | string> {
  if (passphrase === undefined) return der;
  const salt = random.bytes(16);
  const nonce = random.bytes(12);
  const cipher = createCipheriv('aes-256-gcm', await deriveKey(passphrase, salt, SCRYPT_COST), nonce);
  const locked: LockedKeyFile = {
    schema: 1,
    kdf: { name: 'scrypt', ...SCRYPT_COST, salt: base64(salt) },
    cipher: { name: 'aes-256-gcm', nonce: base64(nonce) },
    key: base64(Buffer.concat([cipher.update(der), cipher.final(), cipher.getAuthTag()])),
  };
  return jsonText(locked);
}

/** Whether a key file's content is locked with a passphrase: JSON begins with a brace, DER never does. */
export function isLocked(content: Uint8Array): boolean {
  return content[0] === '{'.charCodeAt(0);
}

/**
 * The PKCS#8 DER of a key file.
 *
 * @param path - for messages
 * @throws SignInNeeded when the passphrase is missing or wrong; CorruptFile
 */
export async function decodeKeyFile(
  content: Uint8Array,
  path: string,
  passphrase: string | undefined,
): Promise<Uint8Array> {
  if (!isLocked(content)) return content;
  const { kdf, cipher, key } = parseJson(new TextDecoder().decode(content), path, 'tenant key', LOCKED_KEY_FILE);
  const where = { file: path, structure: 'tenant key' };
  if (passphrase === undefined) {
    throw new SignInNeeded('The tenant key is locked with a passphrase.', {
      where,
      hint: 'Set RIGHTSMITH_PASSPHRASE to the passphrase the home was made with.',
    });
  }
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
      hint: 'Check RIGHTSMITH_PASSPHRASE; if it is right, the key file is damaged: restore it from a backup.',
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
