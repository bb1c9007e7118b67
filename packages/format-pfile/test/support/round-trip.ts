import { bytesSource, memorySink, type ContentCipher } from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';

/** Stands for a licence; handlers never look inside. */
export const LICENSE: Uint8Array = new TextEncoder().encode('\ufeff<?xml version="1.0"?><XrML version="1.2"/>');

/** `length` bytes that repeat in no unit a cipher works with. */
export function plaintext(length: number): Uint8Array {
  return new Uint8Array(length).map((_, index) => (index * 31 + Math.floor(index / 251)) % 256);
}

/** A PFILE as the handler writes it. */
export async function wrapped(plain: Uint8Array, cipher: ContentCipher, name = 'a.txt'): Promise<Uint8Array> {
  const sink = memorySink();
  await pfile().wrap(bytesSource(plain), { license: LICENSE, cipher, name, labels: [] }, sink, {});
  return sink.bytes();
}

/** What the handler reads from a PFILE. */
export async function unwrapped(file: Uint8Array, cipher: ContentCipher): Promise<Uint8Array> {
  const sink = memorySink();
  await pfile().unwrap(bytesSource(file), cipher, sink, {});
  return sink.bytes();
}
