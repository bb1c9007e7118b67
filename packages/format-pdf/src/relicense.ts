import {
  CorruptFile,
  throwIfAborted,
  writeBehind,
  type ByteSink,
  type ByteSource,
  type FormatContext,
  type Label,
} from '@rightsmith/core';
import { readLabels } from './labels/read-labels.js';
import { reference } from './lex/values.js';
import { rewrite } from './rewrite/rewrite.js';
import { keptTrailer } from './rewrite/trailer.js';
import { writeEncryptionDictionary } from './wrapper/encryption-dictionary.js';
import { openProtectedFile } from './wrapper/protected-document.js';
import { writeWrapper } from './wrapper/write-wrapper.js';

/** The same document, still encrypted, with another licence; in a wrapper of our own, of version 2, with the old one's labels or others. */
export async function relicense(
  source: ByteSource,
  license: Uint8Array,
  sink: ByteSink,
  { helpUrl, labels: others }: { readonly helpUrl: string; readonly labels: readonly Label[] | undefined },
  context: FormatContext,
): Promise<void> {
  throwIfAborted(context.signal);
  const document = await openProtectedFile(source, context);
  try {
    const { outer, inner, encryption, protection } = document;
    // Without the key, object streams tell no member: what their cross-reference does not name would be lost.
    if (inner.isRebuilt) throw new CorruptFile('The cross-reference of the protected document is damaged.');
    const labels = others ?? (protection.kind === 'bare' ? [] : await readLabels(outer, context));
    const number = encryption.objectNumber ?? inner.entries.size;
    const rewriting = {
      leftOut: number,
      added: { number, value: writeEncryptionDictionary(license, encryption.encryptsMetadata) },
      trailer: keptTrailer(inner.trailer).set('Encrypt', reference(number)),
    };
    const writePayload = (payload: ByteSink): Promise<void> => rewrite(inner, rewriting, payload, context);
    await writeBehind(sink, (output) => writeWrapper({ labels, helpUrl }, writePayload, output, context));
  } finally {
    await document.close();
  }
}
