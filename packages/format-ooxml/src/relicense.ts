import {
  compoundFileSize,
  writeCompoundFile,
  type CompoundEntry,
  type CompoundFile,
  type CompoundInput,
  type StreamWriter,
} from '@rightsmith/compound-file';
import {
  bytesSource,
  copySource,
  CorruptFile,
  throwIfAborted,
  UsageError,
  type ByteSink,
  type ByteSource,
  type FormatContext,
  type Label,
} from '@rightsmith/core';
import { readContent } from './content.js';
import { readContainerLicense } from './data-spaces/container-license.js';
import { writePrimary } from './data-spaces/primary.js';
import { checkContainerVersion } from './data-spaces/protection.js';
import { findUseLicenses } from './data-spaces/use-licenses.js';
import { changedLabelInfo } from './labels/label-info-to-write.js';
import { LABEL_INFO_PATH, outsideLabels } from './labels/outside-labels.js';
import { requireRightsManaged } from './required.js';
import { containerLicense } from './wrap.js';

/**
 * The same container with another licence, and other labels where they are given. Everything else stays as it is, but for the cached use licences, which belong to
 * the old one, and the time of the last change. Times are kept to the millisecond.
 *
 * @throws CorruptFile where streams share sectors, so that each would be written at its full size, and where names could not
 *   be written again; UnsupportedFormat (`version`) where only a newer program may change the container
 */
export async function relicense(
  source: ByteSource,
  license: Uint8Array,
  sink: ByteSink,
  context: FormatContext,
  labels?: readonly Label[],
): Promise<void> {
  const container = await requireRightsManaged(source, context);
  await readContent(container);
  const { file, protection } = container;
  if (file.entries.reduce((sum, { size }) => sum + size, 0) > source.size) {
    throw new CorruptFile('The streams of the container share sectors.', { where: { structure: 'directory' } });
  }
  await checkContainerVersion(file, context.limits, 'change');
  const old = await readContainerLicense(file, protection, context.limits, 'change');
  const dropped = new Set([old.entry, ...findUseLicenses(file, protection)]);
  const labelInfo = labels === undefined ? undefined : await relabelled(file, labels, context);
  const oldLabelInfo = labelInfo === undefined ? undefined : file.find(LABEL_INFO_PATH);
  if (oldLabelInfo?.kind === 'stream') dropped.add(oldLabelInfo);
  const primary = writePrimary(containerLicense(license, context), old.start);
  const entries: CompoundInput[] = [
    storage(file.root, new Date(context.clock.now())),
    { kind: 'stream', path: old.entry.path, content: bytesSource(primary) },
  ];
  if (labelInfo !== undefined) {
    entries.push({ kind: 'stream', path: LABEL_INFO_PATH, content: bytesSource(labelInfo) });
  }
  for (const entry of file.entries) if (!dropped.has(entry)) entries.push(kept(file, entry));
  checkNames(entries);
  throwIfAborted(context.signal);
  await writeCompoundFile(entries, sink, {
    signal: context.signal,
    progress: (bytesDone) => {
      context.progress(bytesDone);
    },
  });
}

/** Undefined: there are none, and are to be none. */
async function relabelled(
  file: CompoundFile,
  labels: readonly Label[],
  context: FormatContext,
): Promise<Uint8Array | undefined> {
  const before = (await outsideLabels(file, context))?.labels ?? [];
  return before.length + labels.length === 0 ? undefined : changedLabelInfo(before, labels);
}

/** A stream is opened when its turn comes: the sectors of all of them would take memory for nothing. */
function kept(file: CompoundFile, entry: CompoundEntry): CompoundInput {
  if (entry.kind === 'storage') return storage(entry, entry.modified);
  const { path, size } = entry;
  const write: StreamWriter['write'] = async (sink, options) => {
    await copySource(await file.openStream(path), sink, options);
  };
  return { kind: 'stream', path, content: { size, write } };
}

/** Reading forgives names that come twice or hold characters they must not, and writing does not. @throws CorruptFile */
function checkNames(entries: readonly CompoundInput[]): void {
  try {
    compoundFileSize(entries);
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    throw new CorruptFile(`The container cannot be written again. ${cause.message}`, {
      where: { structure: 'directory' },
      cause,
    });
  }
}

function storage({ path, classId, created, stateBits }: CompoundEntry, modified: Date | undefined): CompoundInput {
  return { kind: 'storage', path, classId, created, modified, stateBits };
}
