import type { ContentCipher } from '@rightsmith/core';
import { array, string, type PdfValue } from '../lex/values.js';
import { PREFIX_SIZE } from './layout.js';

/** Bytes of a half of an identifier as nearly every program makes it, and as Microsoft's stores it encrypted. */
const PLAIN_BYTES = 16;
const ENCRYPTED_BYTES = 32;

/**
 * A file's identifier without the encryption that Microsoft's software gives it against ISO 32000; undefined: it has none, and
 * stays as it is. pdf-irm.md §3.5.
 */
export async function decryptIdentifier(
  id: PdfValue | undefined,
  cipher: ContentCipher,
): Promise<PdfValue | undefined> {
  const halves = id?.kind === 'array' ? id.items : [];
  const encrypted = halves.flatMap((half) => (half.kind === 'string' ? [half.bytes] : []));
  if (encrypted.length !== 2 || encrypted.some(({ length }) => length !== ENCRYPTED_BYTES)) return undefined;
  const plain = (await cipher.decryptItems(encrypted)).map((bytes) => withoutPrefix(bytes));
  const decrypted = plain.filter((bytes) => bytes !== undefined);
  return decrypted.length === plain.length ? array(decrypted.map(string)) : undefined;
}

function withoutPrefix(bytes: Uint8Array | undefined): Uint8Array | undefined {
  if (bytes === undefined || bytes.length < PREFIX_SIZE + PLAIN_BYTES) return undefined;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  return length === PLAIN_BYTES ? bytes.subarray(PREFIX_SIZE, PREFIX_SIZE + PLAIN_BYTES) : undefined;
}
