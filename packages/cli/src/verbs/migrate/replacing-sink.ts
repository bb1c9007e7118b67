import { createHash } from 'node:crypto';
import { fileSink, type FileSink } from '@rightsmith/core';

/** A sink that replaces a file; `before` is told the SHA-256 of what was written, and is done before the file changes. */
export function replacingSink(path: string, before: (sha256: string) => Promise<void>): FileSink {
  const sink = fileSink(path, { overwrite: true, like: path });
  const hash = createHash('sha256');
  return {
    write: async (bytes) => {
      hash.update(bytes);
      await sink.write(bytes);
    },
    commit: async () => {
      await before(hash.digest('hex'));
      await sink.commit();
    },
    abort: () => sink.abort(),
  };
}
