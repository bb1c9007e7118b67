import { bytesSource, createContentCipher, memorySink } from '@rightsmith/core';
import type { CipherMode, ContentCipher, FormatContext, Label } from '@rightsmith/core';
import { pdf } from '@rightsmith/format-pdf';

/** Stands for a licence; handlers never look inside. */
export const LICENSE: Uint8Array = new TextEncoder().encode('\ufeff<?xml version="1.0"?><XrML note="(\\)\r\n"/>');

/** A cipher with a fixed key. */
export function testCipher(mode: CipherMode = 'CBC4K', keyBytes: 16 | 32 = 32): ContentCipher {
  return createContentCipher({ mode, key: new Uint8Array(keyBytes).map((_, index) => index) });
}

/** What a test may change of how a file is protected. */
export interface WrapOptions {
  readonly cipher?: ContentCipher;
  readonly context?: Partial<FormatContext>;
  readonly labels?: readonly Label[];
}

/** A protected PDF as the handler writes it. */
export async function wrapped(
  plain: Uint8Array,
  { cipher = testCipher(), context = {}, labels = [] }: WrapOptions = {},
): Promise<Uint8Array> {
  const sink = memorySink();
  await pdf().wrap(bytesSource(plain), { license: LICENSE, cipher, name: 'a.pdf', labels }, sink, context);
  return sink.bytes();
}

/** What the handler reads from a protected PDF. */
export async function unwrapped(
  file: Uint8Array,
  cipher: ContentCipher = testCipher(),
  context: Partial<FormatContext> = {},
): Promise<Uint8Array> {
  const sink = memorySink();
  await pdf().unwrap(bytesSource(file), cipher, sink, context);
  return sink.bytes();
}
