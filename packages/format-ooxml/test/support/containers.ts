import { openCompoundFile, writeCompoundFile, type CompoundInput } from '@rightsmith/compound-file';
import { bytesSource, memorySink } from '@rightsmith/core';

/** Streams by path, names joined with `/`. `undefined` leaves one out. */
export type Streams = Readonly<Record<string, Uint8Array | undefined>>;

/** The same compound file with some streams added, replaced or left out. */
export async function withStreams(container: Uint8Array, changes: Streams): Promise<Uint8Array> {
  const file = await openCompoundFile(bytesSource(container));
  const entries: CompoundInput[] = [{ ...file.root, kind: 'storage' }];
  for (const entry of file.entries) {
    const { kind, path } = entry;
    if (path.join('/') in changes) continue;
    if (kind === 'storage') entries.push({ ...entry, kind });
    else entries.push({ kind, path, content: await file.openStream(path) });
  }
  return writeEntries([...entries, ...streamInputs(changes)]);
}

/** A compound file of these streams and nothing else. */
export function compoundFileOf(streams: Streams): Promise<Uint8Array> {
  return writeEntries(streamInputs(streams));
}

/** The bytes of a stream. */
export async function streamOf(container: Uint8Array, path: string): Promise<Uint8Array> {
  const stream = await (await openCompoundFile(bytesSource(container))).openStream(path);
  return stream.read(0, stream.size);
}

/** Paths of all storages and streams. */
export async function pathsOf(container: Uint8Array): Promise<readonly string[]> {
  return (await openCompoundFile(bytesSource(container))).entries.map(({ path }) => path.join('/'));
}

function streamInputs(streams: Streams): CompoundInput[] {
  return Object.entries(streams).flatMap(([path, bytes]): CompoundInput[] =>
    bytes === undefined ? [] : [{ kind: 'stream', path, content: bytesSource(bytes) }],
  );
}

async function writeEntries(entries: readonly CompoundInput[]): Promise<Uint8Array> {
  const sink = memorySink();
  await writeCompoundFile(entries, sink);
  return sink.bytes();
}
