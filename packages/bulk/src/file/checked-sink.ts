import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { CannotWrite, type ByteSource, type FileSink, type StagedFile, type StagedFileSink } from '@rightsmith/core';
import { faultPoint } from '../faults.js';

/** How a result is treated. */
export interface CheckedSinkOptions {
  /** Whether the file is read back and compared with what was written, because nobody else does. */
  readonly readBack: boolean;
  readonly signal: AbortSignal;
}

/** A staged file sink that knows the hash of what was written. */
export interface CheckedSink extends FileSink {
  readonly staged: StagedFile | undefined;
  /** SHA-256 in hexadecimal; once. */
  digest(): string;
  written(): Promise<ByteSource>;
}

/** Bytes read back at a time. */
const RUN = 1024 * 1024;

/** Puts hash, check and fault points around a staged sink. */
export function checkedSink(inner: StagedFileSink, { readBack, signal }: CheckedSinkOptions): CheckedSink {
  const hash = createHash('sha256');
  let sum = 0;
  return {
    get staged() {
      return inner.staged;
    },
    write: (bytes) => {
      hash.update(bytes);
      if (readBack) sum = crc32(bytes, sum);
      return inner.write(bytes);
    },
    written: () => inner.written(),
    commit: async () => {
      if (readBack) await compare(inner, sum, signal);
      faultPoint('write');
      await inner.commit();
      faultPoint('flush');
    },
    abort: () => inner.abort(),
    digest: () => hash.digest('hex'),
  };
}

async function compare(sink: StagedFileSink, expected: number, signal: AbortSignal): Promise<void> {
  const source = await sink.written();
  const memory = new Uint8Array(Math.min(RUN, source.size));
  let sum = 0;
  try {
    for (let offset = 0; offset < source.size && !signal.aborted; offset += RUN) {
      sum = crc32(await source.read(offset, RUN, memory), sum);
    }
  } finally {
    await source.close();
  }
  if (sum === expected || signal.aborted) return;
  throw new CannotWrite('The result reads otherwise than it was written.', { hint: 'Check the disk.' });
}
