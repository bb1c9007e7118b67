import { integerOf, type PdfDictionary, type PdfValue } from '../lex/values.js';
import { damaged } from './damage.js';
import type { CrossReference } from './entries.js';
import type { ObjectReader } from './object-reader.js';
import { streamExtent } from './stream-extent.js';
import type { StructureDecoder } from './structure-decoder.js';

const STRUCTURE = 'cross-reference stream';

/** Types of an entry; ISO 32000-2 table 18. Others stand for null. */
const PLAIN = 1;
const COMPRESSED = 2;

/** Bytes of the widest field: what fits into a number without loss, and a leading zero. */
const WIDEST_FIELD = 8;

/**
 * Reads the cross-reference stream at `offset`, enters its entries and returns its dictionary, which is a trailer too.
 *
 * @throws CorruptFile, UnsupportedFormat, LimitReached
 */
export async function readCrossReferenceStream(
  reader: ObjectReader,
  offset: number,
  entries: CrossReference,
  decoder: StructureDecoder,
): Promise<PdfDictionary> {
  const isObject = await reader.read(offset);
  const { facts } = reader.scanner;
  const { streamStart } = reader;
  const value = isObject ? reader.value() : undefined;
  if (value?.kind !== 'dictionary' || !facts.isCrossReferenceStream || streamStart === -1) {
    throw damaged('No cross-reference stands where one should be.', 'cross-reference', offset);
  }
  const { window } = reader;
  const extent = await streamExtent(window, streamStart, facts.length, window.source.size);
  enter(await decoder.decode(extent, value.entries), value.entries, entries);
  return value;
}

function enter(data: Uint8Array, dictionary: ReadonlyMap<string, PdfValue>, entries: CrossReference): void {
  const [typeWidth, placeWidth, detailWidth] = fieldWidths(dictionary);
  const width = typeWidth + placeWidth + detailWidth;
  const index = integers(dictionary.get('Index'));
  const sections = index.length > 0 ? index : [0, integerOf(dictionary.get('Size')) ?? 0];
  if (sections.some((number) => number < 0)) throw damaged('A section of the entries is none.', STRUCTURE);
  let at = 0;
  for (let section = 0; section + 1 < sections.length; section += 2) {
    const [first = 0, count = 0] = sections.slice(section, section + 2);
    for (let number = first; number < first + count && at + width <= data.length; number++, at += width) {
      const type = typeWidth === 0 ? PLAIN : field(data, at, typeWidth);
      const place = field(data, at + typeWidth, placeWidth);
      addEntry(entries, number, type, place, field(data, at + typeWidth + placeWidth, detailWidth));
    }
  }
}

function fieldWidths(dictionary: ReadonlyMap<string, PdfValue>): readonly [number, number, number] {
  const widths = integers(dictionary.get('W'));
  const [type = 0, place = 0, detail = 0] = widths;
  if (widths.length < 3 || widths.some((width) => width < 0 || width > WIDEST_FIELD) || type + place + detail === 0) {
    throw damaged('The widths of the entries make no sense.', STRUCTURE);
  }
  return [type, place, detail];
}

function addEntry(entries: CrossReference, number: number, type: number, place: number, detail: number): void {
  // Offset 0 stands for an object that does not exist; pdf-irm.md §3.5.
  if (type === PLAIN && place > 0) entries.addPlain(number, place, detail);
  else if (type === COMPRESSED) entries.addCompressed(number, place, detail);
  else entries.addFree(number);
}

/** A big-endian number. */
function field(data: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let index = 0; index < width; index++) value = value * 256 + (data[at + index] ?? 0);
  return value;
}

function integers(value: PdfValue | undefined): readonly number[] {
  return value?.kind === 'array' ? value.items.map((item) => integerOf(item) ?? -1) : [];
}
