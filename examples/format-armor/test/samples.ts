import type { FormatTestOptions } from '@rightsmith/testkit';
import { format } from '../src/index.js';

const text = (length: number): Uint8Array => new TextEncoder().encode('Dear reader, '.repeat(length).slice(0, length));

export const OPTIONS: FormatTestOptions = {
  create: format,
  samples: [
    { name: 'letter.txt', bytes: text(100) },
    { name: 'letter.md', bytes: new TextEncoder().encode('# Größe\r\n\n東京\n') },
  ],
  ofSize: (bytes) => (bytes === 0 ? undefined : { name: 'sized.txt', bytes: text(bytes) }),
};
