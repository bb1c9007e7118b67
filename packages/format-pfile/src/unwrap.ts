import {
  decryptContent,
  type ByteSink,
  type ByteSource,
  type ContentCipher,
  type FormatContext,
} from '@rightsmith/core';
import { findContent } from './content.js';

/** Writes the plaintext of a PFILE. */
export async function unwrap(
  source: ByteSource,
  cipher: ContentCipher,
  sink: ByteSink,
  context: FormatContext,
): Promise<void> {
  const content = await findContent(source, cipher, context);
  try {
    await decryptContent(source, content.cipher, sink, {
      range: content.range,
      plainLength: content.plainLength,
      signal: context.signal,
      progress: (bytesDone) => {
        context.progress(bytesDone);
      },
    });
  } finally {
    await content.close();
  }
}
