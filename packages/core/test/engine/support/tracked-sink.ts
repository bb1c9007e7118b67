import { memorySink, type FileSink, type MemorySink } from '@rightsmith/core';

/** A file sink in memory that tells what became of it. */
export interface TrackedSink extends FileSink, MemorySink {
  readonly state: 'open' | 'committed' | 'aborted';
}

export function trackedSink(): TrackedSink {
  const memory = memorySink();
  let state: TrackedSink['state'] = 'open';
  return {
    get state() {
      return state;
    },
    write: (bytes) => memory.write(bytes),
    bytes: () => memory.bytes(),
    commit: () => {
      state = 'committed';
      return Promise.resolve();
    },
    abort: () => {
      if (state === 'open') state = 'aborted';
      return Promise.resolve();
    },
  };
}
