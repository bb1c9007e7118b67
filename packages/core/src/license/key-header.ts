import type { CipherMode } from '../cipher/content-cipher.js';
import { CIPHER_MODES } from '../cipher/modes.js';

/** An AES key and how it is used, as it stands inside a sealed key: `KeyHeader` and the key behind it; licenses.md §6. */
export interface HeadedKey {
  readonly key: Uint8Array;
  readonly mode: CipherMode;
}

const HEADER_LENGTH = 12;
const BLOCK_LENGTH = 16;
const KEY_LENGTHS: readonly number[] = [16, 24, 32];

// [U] licenses.md §6: three bits of unclear numbering. These are the values given there; reading ignores them.
const FLAGS_ECB = 0x0000_1001;
const FLAGS_CBC = 0x0000_2001;

/** CBC4K without padding: how whole segments are used, not another mode, so it reads as CBC4K. */
const CBC4K_WITHOUT_PADDING = 0xfffe;

const MODES_BY_CODE: ReadonlyMap<number, CipherMode> = new Map([
  [CIPHER_MODES.CBC4K.sealedKeyCode, 'CBC4K'],
  [CBC4K_WITHOUT_PADDING, 'CBC4K'],
  [CIPHER_MODES.CBC512.sealedKeyCode, 'CBC512'],
  [CIPHER_MODES.ECB.sealedKeyCode, 'ECB'],
]);

/** Whether an AES key can have this many bytes. */
export function isKeyLength(length: number): boolean {
  return KEY_LENGTHS.includes(length);
}

/** Header and key, 12 bytes longer than the key. The key size is written in bytes ([I] licenses.md §6). */
export function writeHeadedKey({ key, mode }: HeadedKey): Uint8Array {
  const bytes = new Uint8Array(HEADER_LENGTH + key.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, bytes.length, true);
  view.setUint16(2, CIPHER_MODES[mode].sealedKeyCode, true);
  view.setUint16(4, key.length, true);
  view.setUint16(6, BLOCK_LENGTH, true);
  view.setUint32(8, mode === 'ECB' ? FLAGS_ECB : FLAGS_CBC, true);
  bytes.set(key, HEADER_LENGTH);
  return bytes;
}

/** Reads exactly one header and key; undefined when a member cannot be right. The key size may be in bytes or bits. */
export function readHeadedKey(bytes: Uint8Array): HeadedKey | undefined {
  const keyLength = bytes.length - HEADER_LENGTH;
  if (!isKeyLength(keyLength)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const mode = MODES_BY_CODE.get(view.getUint16(2, true));
  const size = view.getUint16(4, true);
  const consistent =
    view.getUint16(0, true) === bytes.length &&
    (size === keyLength || size === keyLength * 8) &&
    view.getUint16(6, true) === BLOCK_LENGTH;
  return consistent && mode !== undefined ? { key: new Uint8Array(bytes.subarray(HEADER_LENGTH)), mode } : undefined;
}
