import type { ByteSource, CipherMode, ContentCipher, FormatContext } from '@rightsmith/core';
import { chooseCipher } from './choose-cipher.js';
import { decryptedContent, readContent, warnOfSlack } from './content.js';
import { requireRightsManaged } from './required.js';

/** The mode under which the content begins like a document. */
export async function contentMode(
  source: ByteSource,
  cipher: ContentCipher,
  context: FormatContext,
): Promise<CipherMode> {
  const container = await requireRightsManaged(source, context);
  const chosen = await chooseCipher(container, await readContent(container), cipher, context);
  await chosen.close();
  return chosen.cipher.mode;
}

/** The original document by range. Closing it leaves `source` and `cipher` open. */
export async function openContent(
  source: ByteSource,
  cipher: ContentCipher,
  context: FormatContext,
): Promise<ByteSource> {
  const container = await requireRightsManaged(source, context);
  const content = await readContent(container);
  warnOfSlack(content, context);
  const chosen = await chooseCipher(container, content, cipher, context);
  try {
    const plain = await decryptedContent(content, chosen.cipher);
    return {
      size: plain.size,
      read: (offset, length) => plain.read(offset, length),
      close: async () => {
        await plain.close();
        await chosen.close();
      },
    };
  } catch (error) {
    await chosen.close();
    throw error;
  }
}
