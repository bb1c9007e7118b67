import { createCipheriv, createDecipheriv, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { CorruptFile, type Where } from '../errors.js';
import type { RandomSource } from '../types.js';

/** What guessing a passphrase costs: the parameters of scrypt. */
export interface PassphraseCost {
  /** A power of two. */
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** Bytes under a passphrase: AES-256-GCM with a key that scrypt derives. How they are kept is the caller's. */
export interface PassphraseSeal {
  readonly cost: PassphraseCost;
  readonly salt: Uint8Array;
  /** 12 bytes. */
  readonly nonce: Uint8Array;
  /** Ciphertext with the tag, 16 bytes, at its end. */
  readonly sealed: Uint8Array;
}

/** 32 MiB and about 0.1 s a try. */
const COST: PassphraseCost = { N: 2 ** 15, r: 8, p: 1 };
/** What a seal from outside may ask for at most: bytes of memory, and passes over them. */
const [MAXIMUM_MEMORY, MAXIMUM_P] = [256 * 1024 * 1024, 16];
const ALGORITHM = 'aes-256-gcm';
/** Bytes. */
const [SALT, NONCE, TAG, KEY] = [16, 12, 16, 32];

const scryptKey = promisify<string, Uint8Array, number, object, Uint8Array>(scrypt);

/** Seals some bytes with a passphrase. */
export async function sealWithPassphrase(
  bytes: Uint8Array,
  passphrase: string,
  random: RandomSource,
): Promise<PassphraseSeal> {
  const [salt, nonce] = [random.bytes(SALT), random.bytes(NONCE)];
  const cipher = createCipheriv(ALGORITHM, await deriveKey(passphrase, salt, COST), nonce);
  const sealed = new Uint8Array(Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]));
  return { cost: COST, salt, nonce, sealed };
}

/**
 * The bytes that were sealed; undefined where the passphrase is not that one, or the seal was changed.
 *
 * @param where - of the seal, for errors
 * @throws CorruptFile for a seal that nobody made, or that asks for more work than any that Rightsmith makes
 */
export async function openPassphraseSeal(
  { cost, salt, nonce, sealed }: PassphraseSeal,
  passphrase: string,
  where: Where,
): Promise<Uint8Array | undefined> {
  if (nonce.length !== NONCE || sealed.length < TAG) throw new CorruptFile('The locked key is cut short.', { where });
  if (!isBearable(cost)) {
    throw new CorruptFile('The locked key asks for more work than any that Rightsmith writes.', { where });
  }
  const decipher = createDecipheriv(ALGORITHM, await deriveKey(passphrase, salt, cost), nonce);
  decipher.setAuthTag(sealed.subarray(-TAG));
  const bytes = decipher.update(sealed.subarray(0, -TAG));
  try {
    decipher.final();
  } catch {
    return undefined;
  }
  return new Uint8Array(bytes);
}

function isBearable({ N, r, p }: PassphraseCost): boolean {
  const isPossible = N >= 2 && r >= 1 && p >= 1 && [Math.log2(N), r, p].every(Number.isInteger);
  return isPossible && p <= MAXIMUM_P && memoryFor({ N, r, p }) <= MAXIMUM_MEMORY;
}

function memoryFor({ N, r, p }: PassphraseCost): number {
  return 128 * r * (N + p);
}

function deriveKey(passphrase: string, salt: Uint8Array, cost: PassphraseCost): Promise<Uint8Array> {
  // Node's own ceiling lies just below what the usual cost needs.
  return scryptKey(passphrase, salt, KEY, { ...cost, maxmem: memoryFor(cost) + 1024 * 1024 });
}
