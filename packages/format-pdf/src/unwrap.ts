import {
  throwIfAborted,
  writeBehind,
  type ByteSink,
  type ByteSource,
  type ContentCipher,
  type FormatContext,
} from '@rightsmith/core';
import { decryption } from './cipher/decryption.js';
import { decryptIdentifier } from './cipher/identifier.js';
import { streamDecryptor } from './cipher/stream-decryptor.js';
import { flagOf } from './options.js';
import { rewrite } from './rewrite/rewrite.js';
import { keptTrailer } from './rewrite/trailer.js';
import { openProtectedFile, type ProtectedDocument } from './wrapper/protected-document.js';

/** Writes the document that is inside a protected file; pdf-irm.md §6. */
export async function unwrap(
  source: ByteSource,
  cipher: ContentCipher,
  sink: ByteSink,
  context: FormatContext,
): Promise<void> {
  throwIfAborted(context.signal);
  const objectCipher = decryption(cipher, context, flagOf(context.settings, 'lenient'));
  const document = await openProtectedFile(source, context, streamDecryptor(objectCipher));
  try {
    const { inner, encryption } = document;
    const trailer = keptTrailer(inner.trailer);
    const id = await decryptIdentifier(trailer.get('ID'), cipher);
    if (id !== undefined) trailer.set('ID', id);
    const clearStream = await clearStreamOf(document);
    const rewriting = {
      cipher: objectCipher,
      ...(encryption.objectNumber !== undefined && { leftOut: encryption.objectNumber }),
      ...(clearStream !== undefined && { clearStream }),
      trailer,
    };
    await writeBehind(sink, (output) => rewrite(inner, rewriting, output, context));
  } finally {
    await document.close();
  }
}

/** The document's metadata stream, where the encryption dictionary says that it stays clear. */
async function clearStreamOf({ inner, encryption }: ProtectedDocument): Promise<number | undefined> {
  if (encryption.encryptsMetadata) return undefined;
  const catalog = await inner.entriesOf(inner.trailer.get('Root'));
  const metadata = catalog.get('Metadata');
  return metadata?.kind === 'reference' ? metadata.number : undefined;
}
