import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { array, integer, name, type PdfDictionary, type PdfValue } from '../lex/values.js';
import { valueText } from '../lex/write-value.js';
import type { OutputFile } from './output-file.js';

const deflateBytes = promisify(deflate);

/** The largest offset a table can hold: ten digits. */
const LARGEST_TABLE_OFFSET = 9_999_999_999;

/** Generation of a number that is not to be used again. */
const NEVER_USED_AGAIN = 65_535;

/** The kinds of entries; ISO 32000-2 table 18. */
const FREE = 0;
const PLAIN = 1;
const COMPRESSED = 2;

/** Where an object is that stands in an object stream. */
export interface CompressedPlace {
  readonly container: number;
  readonly index: number;
}

/** What is known of the objects of a file beside where they were written. */
export interface WrittenObjects {
  generationOf(number: number): number;
  /** Undefined: the object does not stand in an object stream. */
  compressedPlaceOf(number: number): CompressedPlace | undefined;
  /** One more than the largest number that any object has. */
  readonly size: number;
  /** The number that a cross-reference stream gets. */
  readonly streamNumber: number;
  /** The largest index of an object in an object stream; -1 when no object stands in one. */
  readonly largestIndex: number;
}

/** Ends a file: cross-reference, trailer with these entries beside its own, `startxref`. A table unless some objects are compressed. */
export async function writeCrossReference(
  output: OutputFile,
  objects: WrittenObjects,
  trailer: ReadonlyMap<string, PdfValue>,
): Promise<void> {
  const start = output.offset;
  const needsStream = objects.largestIndex >= 0 || start > LARGEST_TABLE_OFFSET;
  await (needsStream ? writeStream(output, objects, trailer) : writeTable(output, objects, trailer));
  await output.writeText(`startxref\n${start}\n%%EOF\n`);
}

/** Entries written at once. */
const TABLE_CHUNK = 16_384;

async function writeTable(
  output: OutputFile,
  objects: WrittenObjects,
  trailer: ReadonlyMap<string, PdfValue>,
): Promise<void> {
  const { size } = objects;
  await output.writeText(`xref\n0 ${size}\n`);
  const nextFree = freeList(output, size);
  for (let first = 0; first < size; first += TABLE_CHUNK) {
    const lines: string[] = [];
    for (let number = first; number < Math.min(size, first + TABLE_CHUNK); number++) {
      const offset = output.offsetOf(number);
      lines.push(
        offset > 0 ? line(offset, objects.generationOf(number), 'n') : line(nextFree(number), NEVER_USED_AGAIN, 'f'),
      );
    }
    await output.writeText(lines.join(''));
  }
  await output.writeText(`trailer\n${trailerText(size, trailer)}\n`);
}

/** Twenty bytes. */
function line(place: number, generation: number, kind: 'n' | 'f'): string {
  return `${String(place).padStart(10, '0')} ${String(generation).padStart(5, '0')} ${kind} \n`;
}

/** Tells, for free numbers in rising order, the free number that follows; 0 behind the last. */
function freeList(output: OutputFile, size: number): (number: number) => number {
  let next = 0;
  return (number) => {
    next = number + 1;
    while (next < size && output.offsetOf(next) > 0) next++;
    return next < size ? next : 0;
  };
}

async function writeStream(
  output: OutputFile,
  objects: WrittenObjects,
  trailer: ReadonlyMap<string, PdfValue>,
): Promise<void> {
  const number = objects.streamNumber;
  const size = Math.max(objects.size, number + 1);
  output.addObject(number, output.offset);
  const { data, widths } = entryFields(output, objects, size);
  const compressed = await deflateBytes(data);
  const head: ReadonlyMap<string, PdfValue> = new Map<string, PdfValue>([
    ['Type', name('XRef')],
    ['W', array(widths.map(integer))],
    ['Filter', name('FlateDecode')],
    ['Length', integer(compressed.length)],
    ...trailer,
  ]);
  await output.writeText(`${number} 0 obj\n${trailerText(size, head)}\nstream\n`);
  await output.write(compressed);
  await output.writeText('\nendstream\nendobj\n');
}

function trailerText(size: number, entries: ReadonlyMap<string, PdfValue>): string {
  const dictionary: PdfDictionary = { kind: 'dictionary', entries: new Map([['Size', integer(size)], ...entries]) };
  return valueText(dictionary);
}

/** The fields of all entries, big-endian: kind, offset or container, generation or index. */
function entryFields(
  output: OutputFile,
  objects: WrittenObjects,
  size: number,
): { readonly data: Uint8Array; readonly widths: readonly number[] } {
  const placeWidth = byteWidth(Math.max(output.offset, size));
  const detailWidth = byteWidth(Math.max(NEVER_USED_AGAIN, objects.largestIndex));
  const width = 1 + placeWidth + detailWidth;
  const data = new Uint8Array(size * width);
  for (let number = 0; number < size; number++) {
    const [kind, place, detail] = entryOf(output, objects, number);
    data[number * width] = kind;
    putNumber(data, number * width + 1, placeWidth, place);
    putNumber(data, number * width + 1 + placeWidth, detailWidth, detail);
  }
  return { data, widths: [1, placeWidth, detailWidth] };
}

function entryOf(output: OutputFile, objects: WrittenObjects, number: number): readonly [number, number, number] {
  const offset = output.offsetOf(number);
  if (offset > 0) return [PLAIN, offset, objects.generationOf(number)];
  const compressed = objects.compressedPlaceOf(number);
  return compressed === undefined ? [FREE, 0, NEVER_USED_AGAIN] : [COMPRESSED, compressed.container, compressed.index];
}

function putNumber(data: Uint8Array, at: number, width: number, value: number): void {
  let rest = value;
  for (let index = at + width - 1; index >= at; index--) {
    data[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
}

function byteWidth(value: number): number {
  let width = 1;
  while (256 ** width <= value) width++;
  return width;
}
