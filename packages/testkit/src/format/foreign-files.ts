import { seededRandom } from '../seeded-random.js';
import type { FormatBench } from './format-test.js';
import type { FormatSample } from './format-test-options.js';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** How files of well-known formats begin. */
const BEGINNINGS: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ['text.txt', ascii('Dear reader,\r\nthis is a letter and nothing else.\r\n')],
  ['page.html', ascii('<!DOCTYPE html><html><head><title>A page</title></head><body>')],
  ['data.xml', ascii('<?xml version="1.0" encoding="UTF-8"?><data><row>1</row></data>')],
  ['data.json', ascii('{ "rows": [1, 2, 3] }')],
  ['archive.zip', Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 20, 0, 0, 0, 0, 0)],
  ['empty.zip', Uint8Array.of(0x50, 0x4b, 0x05, 0x06, ...new Uint8Array(18))],
  ['paper.pdf', ascii('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n')],
  ['compound.msi', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Uint8Array(16), 0x3e, 0, 3, 0)],
  ['packed.gz', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0)],
  ['packed.7z', Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4)],
  ['picture.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13)],
  ['picture.jpg', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0)],
  ['program.exe', Uint8Array.of(0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0)],
  ['program.elf', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0)],
  ['noise.dat', new Uint8Array()],
];

/** Files that are none of this format's business: the caller's, and some that look like others' at their start and are noise behind it. */
export function foreignTo({ handler, foreign }: FormatBench): readonly FormatSample[] {
  const isOwn = (name: string): boolean => handler.info.extensions.some((extension) => name.endsWith(extension));
  const noise = seededRandom(7).bytes(2000);
  const made = BEGINNINGS.filter(([name]) => !isOwn(name)).map(([name, beginning]) => ({
    name,
    bytes: Uint8Array.of(...beginning, ...noise),
  }));
  return [...made, ...foreign];
}
