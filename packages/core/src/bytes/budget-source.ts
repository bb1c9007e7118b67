import { LimitReached } from '../errors.js';
import { availableBytes, sourceClosed } from './range-source.js';
import type { ByteSource } from './source.js';

/**
 * The same source for a reader that may take only so many bytes in all, however often it takes the same ones.
 * Closing it leaves `source` open.
 *
 * Its reads throw LimitReached naming `detectBytes` instead of going beyond `maximumBytes`.
 */
export function budgetSource(source: ByteSource, maximumBytes: number): ByteSource {
  let taken = 0;
  let isClosed = false;
  return {
    size: source.size,
    read: async (offset, length) => {
      const available = availableBytes(source.size, offset, length);
      if (isClosed) throw sourceClosed();
      if (taken + available > maximumBytes) throw overBudget(maximumBytes);
      taken += available;
      return source.read(offset, available);
    },
    close: () => {
      isClosed = true;
      return Promise.resolve();
    },
  };
}

function overBudget(maximum: number): LimitReached {
  return new LimitReached(`More than ${maximum} bytes would have to be read to recognise the file.`, {
    limit: 'detectBytes',
    maximum,
  });
}
