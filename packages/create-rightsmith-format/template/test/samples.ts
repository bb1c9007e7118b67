import type { FormatTestOptions } from '@rightsmith/testkit';
import { format } from '../src/index.js';
import { PLAIN_MAGIC } from '../src/layout.js';

/** What the format is tested with: replace `ofSize` by real files in `samples` once yours need more than their first bytes. */
export const OPTIONS: FormatTestOptions = {
  create: format,
  samples: [{ name: 'small__EXTENSION__', bytes: Uint8Array.of(...PLAIN_MAGIC, 1, 2, 3) }],
  ofSize: (bytes) => {
    if (bytes < PLAIN_MAGIC.length) return undefined;
    const file = new Uint8Array(bytes).map((_, index) => index % 251);
    file.set(PLAIN_MAGIC);
    return { name: 'sized__EXTENSION__', bytes: file };
  },
};
