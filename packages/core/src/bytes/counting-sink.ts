import type { ByteSink } from './sink.js';

/** A sink that only counts. */
export function countingSink(): ByteSink & { readonly count: number } {
  let count = 0;
  return {
    get count() {
      return count;
    },
    write: (bytes) => {
      count += bytes.length;
      return Promise.resolve();
    },
  };
}
