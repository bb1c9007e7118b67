import { createCipheriv, createDecipheriv, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { CorruptFile, SignInNeeded, type Where } from '../errors.js';
import type { RandomSource } from '../types.js';

/** The cost of guessing a passphrase: 32 MiB and about 0.1 s a try. */
const COST = { logN: 15, r: 8, p: 1 };
/** Bytes of memory that a locked key may ask for. */
const MAXIMUM_MEMORY = 256 * 1024 * 1024;
const [SALT, NONCE, TAG] = [16, 12, 16];
const COST_BYTES = 3;

const scryptKey = promisify<string, Uint8Array, number, object, Uint8Array>(scrypt);

/** Locks some bytes with a passphrase: salt, cost (log2 N, r, p, a byte each), nonce, AES-256-GCM ciphertext, tag. */
export async function lockBytes(bytes: Uint8Array, passphrase: string, random: RandomSource): Promise<Uint8Array> {
  const [salt, nonce] = [random.bytes(SALT), random.bytes(NONCE)];
  const cipher = createCipheriv('aes-256-gcm', await deriveKey(passphrase, salt, COST), nonce);
  const { logN, r, p } = COST;
  const parts = [salt, Uint8Array.of(logN, r, p), nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()];
  return new Uint8Array(Buffer.concat(parts));
}

/** What {@link lockBytes} locked. @throws SignInNeeded when the passphrase is wrong; CorruptFile */
export async function unlockBytes(locked: Uint8Array, passphrase: string, where: Where): Promise<Uint8Array> {
  const nonceAt = SALT + COST_BYTES;
  if (locked.length < nonceAt + NONCE + TAG) throw new CorruptFile('The locked key is cut short.', { where });
  const [logN = 0, r = 0, p = 0] = locked.subarray(SALT, nonceAt);
  const isSane = logN >= 1 && logN <= 30 && r >= 1 && p >= 1 && p <= 16 && 128 * 2 ** logN * r <= MAXIMUM_MEMORY;
  if (!isSane) throw new CorruptFile('The locked key asks for more work than any that Rightsmith writes.', { where });
  const key = await deriveKey(passphrase, locked.subarray(0, SALT), { logN, r, p });
  const decipher = createDecipheriv('aes-256-gcm', key, locked.subarray(nonceAt, nonceAt + NONCE));
  decipher.setAuthTag(locked.subarray(-TAG));
  const bytes = decipher.update(locked.subarray(nonceAt + NONCE, -TAG));
  try {
    decipher.final();
  } catch (cause) {
    throw new SignInNeeded('The passphrase does not open what is kept in the home.', { where, cause });
  }
  return new Uint8Array(bytes);
}

function deriveKey(passphrase: string, salt: Uint8Array, { logN, r, p }: typeof COST): Promise<Uint8Array> {
  const N = 2 ** logN;
  // Node's own ceiling lies just below what the usual cost needs.
  return scryptKey(passphrase, salt, 32, { N, r, p, maxmem: 128 * r * (N + p) + 1024 * 1024 });
}
