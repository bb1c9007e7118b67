import type { ByteSource, ContainedFile, FormatContext } from '@rightsmith/core';
import { isZip, openZip } from '@rightsmith/core/zip';

/** Where Word, Excel and PowerPoint put embedded documents; what else is in a package is the document itself. */
const EMBEDDED = /(?:^|\/)embeddings\/[^/]+$/i;

/** The documents embedded in an OOXML document; nothing for others. @throws CorruptFile, LimitReached */
export async function* children(
  source: ByteSource,
  context: FormatContext,
): AsyncGenerator<ContainedFile, void, undefined> {
  if (!(await isZip(source))) return;
  const archive = await openZip(source, context, { outsideNames: 'given' });
  for await (const entry of archive.entries()) {
    if (EMBEDDED.test(entry.name)) yield { name: entry.name, source: archive.content(entry, context.spool) };
  }
}
