import { LimitReached } from '../errors.js';
import { rangeSource } from './range-source.js';
import type { ByteSource } from './source.js';

/**
 * The same source for a reader that may take only so many bytes in all, however often it takes the same ones.
 * Closing it leaves `source` open.
 *
 * Its reads throw LimitReached naming `detectBytes` instead of going beyond `maximumBytes`.
 */
export function budgetSource(source: ByteSource, maximumBytes: number): ByteSource {
  let taken = 0;
  return rangeSource({
    size: source.size,
    readRange: async (offset, length) => {
      if (taken + length > maximumBytes) throw overBudget(maximumBytes);
      taken += length;
      return source.read(offset, length);
    },
  });
}

function overBudget(maximum: number): LimitReached {
  return new LimitReached(`More than ${maximum} bytes would have to be read to recognise the file.`, {
    limit: 'detectBytes',
    maximum,
  });
}
