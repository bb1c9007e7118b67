import { decryptedSource, type ByteSource, type ContentCipher, type FormatContext } from '@rightsmith/core';
import { findContent } from './content.js';

/** The plaintext of a PFILE by range. Closing it leaves `source` and `cipher` open. */
export async function openContent(
  source: ByteSource,
  cipher: ContentCipher,
  context: FormatContext,
): Promise<ByteSource> {
  const content = await findContent(source, cipher, context);
  try {
    const plain = await decryptedSource(source, content.cipher, {
      ...content.range,
      plainLength: content.plainLength,
    });
    return {
      size: plain.size,
      read: (offset, length) => plain.read(offset, length),
      close: async () => {
        await plain.close();
        await content.close();
      },
    };
  } catch (error) {
    await content.close();
    throw error;
  }
}
