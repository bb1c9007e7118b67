import { rangeSource } from '../bytes/range-source.js';
import type { ByteSource } from '../bytes/source.js';
import { LimitReached } from '../errors.js';

/** The first bytes of content whose length nobody knows. */
export interface BeginningSource extends ByteSource {
  /** Whether somebody wanted more. */
  readonly exceeded: boolean;
}

/** Its size is the largest there is, so that no reader takes the beginning for all. Reads beyond it throw LimitReached. */
export function beginningSource(beginning: Uint8Array): BeginningSource {
  let exceeded = false;
  const source = rangeSource({
    size: Number.MAX_SAFE_INTEGER,
    readRange: (offset, length) => {
      exceeded ||= offset + length > beginning.length;
      if (!exceeded) return Promise.resolve(new Uint8Array(beginning.subarray(offset, offset + length)));
      return Promise.reject(
        new LimitReached('Only the beginning of the content is known yet.', {
          limit: 'beginning',
          maximum: beginning.length,
        }),
      );
    },
  });
  return {
    size: source.size,
    read: (offset, length) => source.read(offset, length),
    close: () => source.close(),
    get exceeded() {
      return exceeded;
    },
  };
}
