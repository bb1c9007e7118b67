import { concat, uint32 } from '../../src/data-spaces/fields.js';

const DOCUMENT_SUMMARY = 'd5cdd502-2e9c-101b-9397-08002b2cf9ae';
const USER_DEFINED = 'd5cdd505-2e9c-101b-9397-08002b2cf9ae';
const CODE_PAGE = 1252;

/** A stream `\x05DocumentSummaryInformation` with properties a user made. */
export function customProperties(properties: Readonly<Record<string, string>>): Uint8Array {
  const names = Object.keys(properties);
  const dictionary = concat([
    uint32(names.length),
    ...names.map((name, index) => concat([uint32(index + 2), uint32(name.length + 1), ansi(name)])),
  ]);
  const texts = Object.values(properties).map((value) => concat([uint32(0x1e), uint32(value.length + 1), ansi(value)]));
  const codePage = concat([uint32(2), uint32(CODE_PAGE)]);
  return propertySets([
    [DOCUMENT_SUMMARY, [[1, codePage]]],
    [USER_DEFINED, [[0, dictionary], [1, codePage], ...texts.map((text, index) => [index + 2, text] as const)]],
  ]);
}

type PropertySet = readonly [formatId: string, properties: readonly (readonly [id: number, value: Uint8Array])[]];

/** A stream of property sets; MS-OLEPS. */
export function propertySets(sets: readonly PropertySet[]): Uint8Array {
  const bodies = sets.map(([, properties]) => setOf(properties));
  const headLength = 28 + 20 * sets.length;
  const heads = sets.map(([formatId], index) => {
    const before = bodies.slice(0, index).reduce((sum, { length }) => sum + length, headLength);
    return concat([guid(formatId), uint32(before)]);
  });
  return concat([uint32(0xfffe), uint32(0), new Uint8Array(16), uint32(sets.length), ...heads, ...bodies]);
}

function setOf(properties: readonly (readonly [id: number, value: Uint8Array])[]): Uint8Array {
  let offset = 8 + 8 * properties.length;
  const list = properties.map(([id, { length }]) => {
    const entry = concat([uint32(id), uint32(offset)]);
    offset += length;
    return entry;
  });
  return concat([uint32(offset), uint32(properties.length), ...list, ...properties.map(([, value]) => value)]);
}

/** With terminator. */
function ansi(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(`${text}\0`, 'latin1'));
}

function guid(text: string): Uint8Array {
  const [first = '', second = '', third = '', ...rest] = text.split('-');
  const swapped = [first, second, third].map((field) => Buffer.from(field, 'hex').reverse());
  return concat([...swapped, Buffer.from(rest.join(''), 'hex')]);
}
