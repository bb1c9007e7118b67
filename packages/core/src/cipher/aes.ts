import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Turns whole blocks into as many bytes. Long-lived: CBC goes on chaining from one call to the next. */
export interface BlockStream {
  update(blocks: Uint8Array): Uint8Array;
}

/** Chains start here; what a segment really starts from is its own IV. */
const ZERO_BLOCK: Uint8Array = new Uint8Array(16);

/** Encrypts each block alone. */
export function ecbEncryption(key: Uint8Array): BlockStream {
  return createCipheriv(algorithm(key, 'ecb'), key, null).setAutoPadding(false);
}

/** Decrypts each block alone. */
export function ecbDecryption(key: Uint8Array): BlockStream {
  return createDecipheriv(algorithm(key, 'ecb'), key, null).setAutoPadding(false);
}

/** Encrypts one endless chain that begins at a block of zeros. */
export function cbcEncryption(key: Uint8Array): BlockStream {
  return createCipheriv(algorithm(key, 'cbc'), key, ZERO_BLOCK).setAutoPadding(false);
}

/** Decrypts one endless chain that begins at a block of zeros. */
export function cbcDecryption(key: Uint8Array): BlockStream {
  return createDecipheriv(algorithm(key, 'cbc'), key, ZERO_BLOCK).setAutoPadding(false);
}

function algorithm(key: Uint8Array, chaining: 'cbc' | 'ecb'): string {
  return `aes-${key.length * 8}-${chaining}`;
}
