import { CorruptFile, SignInNeeded, type Where } from '../errors.js';
import type { RandomSource } from '../types.js';
import { openPassphraseSeal, sealWithPassphrase } from './passphrase-seal.js';

/** Bytes: salt, cost (log2 N, r, p, a byte each), nonce; sealed bytes follow. */
const [SALT, COST, NONCE] = [16, 3, 12];
const SEALED_AT = SALT + COST + NONCE;

/** Locks some bytes with a passphrase: salt, cost (log2 N, r, p, a byte each), nonce, AES-256-GCM ciphertext, tag. */
export async function lockBytes(bytes: Uint8Array, passphrase: string, random: RandomSource): Promise<Uint8Array> {
  const { salt, cost, nonce, sealed } = await sealWithPassphrase(bytes, passphrase, random);
  const { N, r, p } = cost;
  return new Uint8Array(Buffer.concat([salt, Uint8Array.of(Math.log2(N), r, p), nonce, sealed]));
}

/** What {@link lockBytes} locked. @throws SignInNeeded when the passphrase is wrong; CorruptFile */
export async function unlockBytes(locked: Uint8Array, passphrase: string, where: Where): Promise<Uint8Array> {
  if (locked.length < SEALED_AT) throw new CorruptFile('The locked key is cut short.', { where });
  const [logN = 0, r = 0, p = 0] = locked.subarray(SALT, SALT + COST);
  const seal = {
    salt: locked.subarray(0, SALT),
    cost: { N: 2 ** logN, r, p },
    nonce: locked.subarray(SALT + COST, SEALED_AT),
    sealed: locked.subarray(SEALED_AT),
  };
  const bytes = await openPassphraseSeal(seal, passphrase, where);
  if (bytes !== undefined) return bytes;
  throw new SignInNeeded('The passphrase does not open what is kept in the home.', { where });
}
