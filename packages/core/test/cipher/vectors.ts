import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createContentCipher } from '@rightsmith/core';
import type { CipherMode, ContentCipher } from '@rightsmith/core';
import { vectorsPath } from '../../../../test/support/corpus.js';

/** A mode as the vector file spells it. */
type VectorMode = 'cbc4k' | 'cbc512' | 'ecb';

interface Keyed {
  readonly mode: VectorMode;
  readonly key_hex: string;
}

interface Plain {
  readonly plain_pattern: 'p7' | 'mix';
  readonly plain_len: number;
}

export interface EncryptVector extends Keyed, Plain {
  readonly cipher_len: number;
  readonly cipher_sha256: string;
}

export interface IvVector extends Keyed {
  readonly segment: number;
  readonly iv_hex: string;
}

export interface SegmentVector extends Keyed, Plain {
  readonly segment: number;
  readonly final: boolean;
  readonly cipher_sha256: string;
}

export interface RangeVector extends Keyed, Plain {
  readonly offset: number;
  readonly length: number;
  readonly result_len: number;
  readonly result_sha256: string;
}

export interface RejectVector extends Keyed {
  readonly op: 'encrypt' | 'decrypt';
  readonly reason: string;
  readonly input_len: number;
  readonly input_hex?: string;
  readonly input_sha256: string;
}

export interface KnownAnswer extends Keyed {
  readonly source: string;
  readonly plain_hex: string;
  readonly cipher_hex: string;
}

interface CryptoVectors {
  readonly encrypt: readonly EncryptVector[];
  readonly aes192: readonly EncryptVector[];
  readonly iv: readonly IvVector[];
  readonly segments: readonly SegmentVector[];
  readonly ranges: readonly RangeVector[];
  readonly reject: readonly RejectVector[];
  readonly upstream_known_answer: readonly KnownAnswer[];
}

export function readVectors(): CryptoVectors {
  return JSON.parse(readFileSync(vectorsPath('crypto.json'), 'utf8')) as CryptoVectors;
}

export function modeOf({ mode }: Keyed): CipherMode {
  return ({ cbc4k: 'CBC4K', cbc512: 'CBC512', ecb: 'ECB' } as const)[mode];
}

export function cipherOf(vector: Keyed): ContentCipher {
  return createContentCipher({ mode: modeOf(vector), key: fromHex(vector.key_hex) });
}

/** The plaintext of a vector, from the pattern it names. */
export function plaintextOf({ plain_pattern, plain_len }: Plain): Uint8Array {
  const plain = new Uint8Array(plain_len);
  for (let i = 0; i < plain_len; i++) {
    plain[i] = plain_pattern === 'p7' ? 7 * i + 3 : 31 * i + 17 * (i >> 8) + 101 * (i >> 16) + 5;
  }
  return plain;
}

export function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
