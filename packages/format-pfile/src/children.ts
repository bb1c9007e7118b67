import type { ByteSource, ContainedFile, FormatContext } from '@rightsmith/core';
import { isZip, openZip } from '@rightsmith/core/zip';

/** The files of a ZIP archive; nothing for a file of another kind. @throws CorruptFile, LimitReached */
export async function* children(
  source: ByteSource,
  context: FormatContext,
): AsyncGenerator<ContainedFile, void, undefined> {
  if (!(await isZip(source))) return;
  const archive = await openZip(source, context, { outsideNames: 'given' });
  for await (const entry of archive.entries()) {
    if (entry.isFolder) continue;
    yield { name: entry.name || '(no name)', source: archive.content(entry, context.spool) };
  }
}
