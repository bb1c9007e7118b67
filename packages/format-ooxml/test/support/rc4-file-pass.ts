import { concat, uint32 } from '../../src/data-spaces/fields.js';

/** What RC4 encryption keeps to check a password by. */
export interface Rc4Check {
  readonly salt: Uint8Array;
  readonly verifier: Uint8Array;
  readonly verifierHash: Uint8Array;
}

/** Bits of a key, where the encryption tells it. */
const KEY_BITS = 40;

/** What follows the version of the encryption in its description; MS-OFFCRYPTO §2.3.5 and §2.3.6. */
export function rc4Description(
  scheme: 'rc4' | 'rc4-cryptoapi',
  { salt, verifier, verifierHash }: Rc4Check,
): Uint8Array {
  if (scheme === 'rc4') return concat([salt, verifier, verifierHash]);
  const header = concat([new Uint8Array(16), uint32(KEY_BITS), new Uint8Array(12)]);
  const sized = (bytes: Uint8Array): Uint8Array => concat([uint32(bytes.length), bytes]);
  return concat([uint32(0), sized(header), sized(salt), verifier, sized(verifierHash)]);
}

/** The record of a workbook that says it is encrypted so; MS-XLS §2.4.117. */
export function filePass(scheme: 'rc4' | 'rc4-cryptoapi', check: Rc4Check): Uint8Array {
  const version = scheme === 'rc4' ? [1, 0, 1, 0] : [2, 0, 2, 0];
  const data = concat([Uint8Array.of(1, 0, ...version), rc4Description(scheme, check)]);
  return concat([Uint8Array.of(0x2f, 0, data.length, 0), data]);
}
