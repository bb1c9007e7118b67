import {
  writeCompoundFile,
  type CompoundEntry,
  type CompoundFile,
  type CompoundInput,
} from '@rightsmith/compound-file';
import {
  bytesSource,
  CorruptFile,
  throwIfAborted,
  type ByteSink,
  type ByteSource,
  type FormatContext,
} from '@rightsmith/core';
import { readContent } from './content.js';
import { readContainerLicense } from './data-spaces/container-license.js';
import { writePrimary } from './data-spaces/primary.js';
import { findUseLicenses } from './data-spaces/use-licenses.js';
import { requireRightsManaged } from './required.js';
import { containerLicense } from './wrap.js';

/**
 * The same container with another licence. Everything else stays as it is, but for the cached use licences, which belong to
 * the old one, and the time of the last change. Times are kept to the millisecond.
 *
 * @throws CorruptFile where streams share sectors, so that each would be written at its full size
 */
export async function relicense(
  source: ByteSource,
  license: Uint8Array,
  sink: ByteSink,
  context: FormatContext,
): Promise<void> {
  const container = await requireRightsManaged(source, context);
  await readContent(container);
  const { file, protection } = container;
  if (file.entries.reduce((sum, { size }) => sum + size, 0) > source.size) {
    throw new CorruptFile('The streams of the container share sectors.', { where: { structure: 'directory' } });
  }
  const old = await readContainerLicense(file, protection, context.limits);
  const dropped = [old.entry, ...findUseLicenses(file, protection)];
  const primary = writePrimary(containerLicense(license, context), old.start);
  const entries: CompoundInput[] = [
    storage(file.root, new Date(context.clock.now())),
    { kind: 'stream', path: old.entry.path, content: bytesSource(primary) },
  ];
  for (const entry of file.entries.filter((candidate) => !dropped.includes(candidate))) {
    entries.push(await kept(file, entry));
  }
  throwIfAborted(context.signal);
  await writeCompoundFile(entries, sink, {
    signal: context.signal,
    progress: (bytesDone) => {
      context.progress(bytesDone);
    },
  });
}

async function kept(file: CompoundFile, entry: CompoundEntry): Promise<CompoundInput> {
  if (entry.kind === 'storage') return storage(entry, entry.modified);
  return { kind: 'stream', path: entry.path, content: await file.openStream(entry.path) };
}

function storage({ path, classId, created, stateBits }: CompoundEntry, modified: Date | undefined): CompoundInput {
  return { kind: 'storage', path, classId, created, modified, stateBits };
}
