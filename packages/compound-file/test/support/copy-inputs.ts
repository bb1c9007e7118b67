import type { CompoundFile, CompoundInput } from '@rightsmith/compound-file';

/** Everything a file holds, as input of the writer. */
export function copyInputs(file: CompoundFile): Promise<CompoundInput[]> {
  return Promise.all(
    [file.root, ...file.entries].map(async (entry): Promise<CompoundInput> => {
      if (entry.kind === 'storage') return { ...entry, kind: entry.kind };
      return { kind: entry.kind, path: entry.path, content: await file.openStream(entry.path) };
    }),
  );
}
