import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { discardStagedFile, flushFolder, placeStagedFile, stagedFileSink } from '@rightsmith/core';
import type { FileSink, ReadableSink } from '@rightsmith/core';

/**
 * A sink that replaces a file. `before` is told the SHA-256 of what was written, which is whole and flushed by then, and is
 * done before the file changes.
 */
export function replacingSink(path: string, before: (sha256: string) => Promise<void>): FileSink & ReadableSink {
  const sink = stagedFileSink(path, { overwrite: true, like: path });
  const hash = createHash('sha256');
  return {
    write: async (bytes) => {
      hash.update(bytes);
      await sink.write(bytes);
    },
    written: () => sink.written(),
    commit: async () => {
      await sink.commit();
      const { staged } = sink;
      if (staged === undefined) return;
      try {
        await before(hash.digest('hex'));
        await placeStagedFile(staged);
      } catch (error) {
        await discardStagedFile(staged);
        throw error;
      }
      await flushFolder(dirname(staged.target));
    },
    abort: () => sink.abort(),
  };
}
