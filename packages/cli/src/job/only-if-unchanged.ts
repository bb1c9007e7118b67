import { changedMeanwhile, isUnchanged, type FileIdentity, type FileSink } from '@rightsmith/core';

/** @throws CannotRead where the file is not as it was */
export function checkUnchanged(identity: FileIdentity): void {
  if (!isUnchanged(identity)) throw changedMeanwhile(identity.path);
}

/** A sink that takes the place of a file only if nobody has changed that since. */
export function onlyIfUnchanged(sink: FileSink, identity: FileIdentity): FileSink {
  return {
    write: (bytes) => sink.write(bytes),
    commit: async () => {
      checkUnchanged(identity);
      await sink.commit();
    },
    abort: () => sink.abort(),
  };
}
