import { createHash } from 'node:crypto';
import type { ByteSource, FileSink, StagedFile, StagedFileSink } from '@rightsmith/core';
import { faultPoint } from '../faults.js';

/** A staged file sink that knows the hash of what was written. */
export interface CheckedSink extends FileSink {
  readonly staged: StagedFile | undefined;
  /** SHA-256 in hexadecimal; once. */
  digest(): string;
  written(): Promise<ByteSource>;
}

/** Puts hash and fault points around a staged sink. */
export function checkedSink(inner: StagedFileSink): CheckedSink {
  const hash = createHash('sha256');
  return {
    get staged() {
      return inner.staged;
    },
    write: (bytes) => {
      hash.update(bytes);
      return inner.write(bytes);
    },
    written: () => inner.written(),
    commit: async () => {
      faultPoint('write');
      await inner.commit();
      faultPoint('flush');
    },
    abort: () => inner.abort(),
    digest: () => hash.digest('hex'),
  };
}
