import { statSync } from 'node:fs';
import { CannotRead, readFailure } from '@rightsmith/core';
import type { FileSink } from '@rightsmith/core';

/** What changes when somebody writes to a file or puts another in its place. @throws CannotRead */
export function marksOf(path: string): string {
  try {
    const { dev, ino, size, mtimeNs } = statSync(path, { bigint: true });
    return [dev, ino, size, mtimeNs].join(' ');
  } catch (cause) {
    throw readFailure(path, cause);
  }
}

/** @throws CannotRead where the file is not as it was when its marks were taken */
export function checkUnchanged(path: string, marks: string): void {
  if (marksOf(path) === marks) return;
  throw new CannotRead('The file was changed while it was worked on, and is left as it is.', {
    where: { file: path },
    hint: 'Run it again when nobody writes to the file.',
  });
}

/** A sink that takes the place of a file only if nobody has changed that since. */
export function onlyIfUnchanged(sink: FileSink, path: string, marks: string): FileSink {
  return {
    write: (bytes) => sink.write(bytes),
    commit: async () => {
      checkUnchanged(path, marks);
      await sink.commit();
    },
    abort: () => sink.abort(),
  };
}
