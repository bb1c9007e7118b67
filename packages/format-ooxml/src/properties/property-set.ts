import { FieldReader } from '../data-spaces/fields.js';
import { DOCUMENT_SUMMARY_NAMES, SUMMARY_NAMES } from './property-names.js';

/** A property of a document. */
export interface Property {
  readonly name: string;
  /** Of a text only. */
  readonly text?: string;
}

/** Offset of the number of sets, and bytes of one in the list; MS-OLEPS §2.21. */
const SET_COUNT_OFFSET = 24;
const FORMAT_ID_BYTES = 16;

/** A stream has one set, and a second for the properties a user made. */
const MOST_SETS = 2;

/** Properties of one set, or names of them: a document has a few dozen, and a hostile one must not fill memory with them. */
const MOST_PROPERTIES = 65_536;

/** Numbers that are no properties of the document but say how the set is stored; MS-OLEPS §2.18. */
const SET_NUMBERS = { dictionary: 0, codePage: 1, firstReserved: 0x8000_0000 } as const;

/** Types of text, whose bytes are in the code page of the set or in UTF-16; MS-OLEPS §2.15. */
const TEXT_TYPES = { codePage: 0x1e, utf16: 0x1f } as const;

type Decoder = InstanceType<typeof TextDecoder>;

const UTF_16 = new TextDecoder('utf-16le');

/** Code pages by number; any other is read as that of western Windows, which has the same ASCII. */
const DECODERS: Readonly<Record<number, Decoder>> = { 1200: UTF_16, 65001: new TextDecoder() };
const WINDOWS_1252 = new TextDecoder('windows-1252');

/** Names of the sets' properties by the first four bytes of the format id, the rest of which is the same. */
const NAMES_BY_FORMAT: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  0xf29f85e0: SUMMARY_NAMES,
  0xd5cdd502: DOCUMENT_SUMMARY_NAMES,
};

/** The properties in a stream of property sets, such as `\x05SummaryInformation`; MS-OLEPS. @throws CorruptFile */
export function readPropertySets(bytes: Uint8Array): readonly Property[] {
  const reader = new FieldReader(bytes, 'property sets');
  reader.bytes(SET_COUNT_OFFSET);
  const count = reader.uint32();
  const properties: Property[] = [];
  for (let index = 0; index < Math.min(count, MOST_SETS); index += 1) {
    const format = new DataView(reader.bytes(FORMAT_ID_BYTES).slice().buffer).getUint32(0, true);
    for (const property of new PropertySet(bytes, reader.uint32()).read(NAMES_BY_FORMAT[format] ?? {}))
      properties.push(property);
  }
  return properties;
}

class PropertySet {
  readonly #bytes: Uint8Array;
  /** Where each property stands, from the start of the stream. */
  readonly #offsets: ReadonlyMap<number, number>;
  readonly #decoder: Decoder;
  /** Bytes that texts may still have: no two share any in a whole file, but a hostile one may name the same over and over. */
  #textBytesLeft: number;

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#textBytesLeft = bytes.length;
    const reader = this.#at(start);
    reader.uint32();
    const count = readCount(reader);
    const offsets = new Map<number, number>();
    for (let index = 0; index < count; index += 1) offsets.set(reader.uint32(), start + reader.uint32());
    this.#offsets = offsets;
    this.#decoder = this.#findDecoder();
  }

  read(knownNames: Readonly<Record<number, string>>): Property[] {
    const names = this.#readDictionary();
    return [...this.#offsets]
      .filter(([id]) => id > SET_NUMBERS.codePage && id < SET_NUMBERS.firstReserved)
      .map(([id, offset]) => {
        const text = this.#readText(offset);
        const name = names.get(id) ?? knownNames[id] ?? `property ${id}`;
        return { name, ...(text !== undefined && { text }) };
      });
  }

  #findDecoder(): Decoder {
    const offset = this.#offsets.get(SET_NUMBERS.codePage);
    const number = offset === undefined ? 0 : this.#at(offset + 4).uint32() & 0xffff;
    return DECODERS[number] ?? WINDOWS_1252;
  }

  #readText(offset: number): string | undefined {
    const reader = this.#at(offset);
    const type = reader.uint32() & 0xffff;
    if (type !== TEXT_TYPES.codePage && type !== TEXT_TYPES.utf16) return undefined;
    const isUtf16 = type === TEXT_TYPES.utf16;
    const length = reader.uint32() * (isUtf16 ? 2 : 1);
    this.#textBytesLeft -= length;
    const bytes = reader.bytes(length);
    if (this.#textBytesLeft < 0) throw reader.corrupt('The texts of properties lie over each other.');
    return textUpToNul(bytes, isUtf16 ? UTF_16 : this.#decoder);
  }

  /** The names a user gave. Only those in UTF-16 are filled up to four bytes each. */
  #readDictionary(): ReadonlyMap<number, string> {
    const names = new Map<number, string>();
    const offset = this.#offsets.get(SET_NUMBERS.dictionary);
    if (offset === undefined) return names;
    const reader = this.#at(offset);
    const count = readCount(reader);
    const unit = this.#decoder === UTF_16 ? 2 : 1;
    for (let index = 0; index < count; index += 1) {
      const id = reader.uint32();
      const length = reader.uint32() * unit;
      names.set(id, textUpToNul(reader.bytes(length), this.#decoder));
      if (unit === 2 && length % 4 !== 0) reader.bytes(2);
    }
    return names;
  }

  #at(offset: number): FieldReader {
    const reader = new FieldReader(this.#bytes, 'property sets');
    reader.bytes(offset);
    return reader;
  }
}

function readCount(reader: FieldReader): number {
  const count = reader.uint32();
  if (count > MOST_PROPERTIES) throw reader.corrupt(`A set has ${count} properties.`);
  return count;
}

function textUpToNul(bytes: Uint8Array, decoder: Decoder): string {
  return decoder.decode(bytes).split('\0', 1)[0] ?? '';
}
