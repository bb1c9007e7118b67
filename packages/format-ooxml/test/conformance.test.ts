import { readFileSync } from 'node:fs';
import { ooxml } from '@rightsmith/format-ooxml';
import { testFormat } from '@rightsmith/testkit';
import { buildPackage, stretchedTo } from './support/build-package.js';

const docx = await buildPackage();
const filler = new Uint8Array(8 * 1024 * 1024).map((_, index) => (index * index * 7 + index * 13) >> 5);

const placeholder = (extension: string): { name: string; bytes: Uint8Array } => {
  const file = new URL(`../assets/placeholder.${extension}`, import.meta.url);
  return { name: `letter.${extension}`, bytes: new Uint8Array(readFileSync(file)) };
};

testFormat({
  create: ooxml,
  samples: [
    { name: 'letter.docx', bytes: docx },
    placeholder('doc'),
    placeholder('xls'),
    { name: 'SHOW.PPT', bytes: placeholder('ppt').bytes },
  ],
  foreign: [{ name: 'archive.zip', bytes: await buildPackage('application/xml') }],
  ofSize: (size) => {
    const bytes = stretchedTo(docx, size, filler);
    return bytes && { name: 'any.docx', bytes };
  },
});
