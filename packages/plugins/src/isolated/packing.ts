import { CorruptFile } from '@rightsmith/core';
import type { Frame } from './frames.js';

/** What JSON cannot hold stands in its text as an object with this one member. */
const MARK = '$';

/** A message as it is sent. */
export interface Packed {
  readonly json: string;
  readonly parts: readonly Uint8Array[];
}

/** Plain values, arrays, objects, `undefined` and `Uint8Array`s as JSON with the bytes beside it. */
export function pack(value: unknown): Packed {
  const parts: Uint8Array[] = [];
  return { json: JSON.stringify(packed(value, parts)), parts };
}

function packed(value: unknown, parts: Uint8Array[]): unknown {
  if (value === undefined) return { [MARK]: 'undefined' };
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) {
    parts.push(value);
    return { [MARK]: 'bytes', length: value.length };
  }
  if (Array.isArray(value)) return value.map((one: unknown) => packed(one, parts));
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const object = Object.fromEntries(members.map(([name, member]) => [name, packed(member, parts)]));
  return MARK in object ? { [MARK]: 'object', value: object } : object;
}

/** The reverse of {@link pack}; bytes are copies of their own. @throws CorruptFile for what it did not make */
export function unpack({ json, bytes }: Frame): unknown {
  let offset = 0;
  const take = (length: unknown): Uint8Array => {
    if (!Number.isInteger(length) || (length as number) < 0 || offset + (length as number) > bytes.length) {
      throw new CorruptFile('A message holds fewer bytes than it says.');
    }
    const start = offset;
    offset += length as number;
    return bytes.slice(start, offset);
  };
  try {
    return unpacked(JSON.parse(json), take);
  } catch (cause) {
    throw new CorruptFile('A message cannot be read.', { cause });
  }
}

function unpacked(value: unknown, take: (length: unknown) => Uint8Array): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one: unknown) => unpacked(one, take));
  const object = value as Readonly<Record<string, unknown>>;
  switch (Object.hasOwn(object, MARK) ? object[MARK] : 'plain') {
    case 'undefined':
      return undefined;
    case 'bytes':
      return take(object['length']);
    case 'object':
      return members(object['value'] as object, take);
    default:
      return members(object, take);
  }
}

function members(object: object, take: (length: unknown) => Uint8Array): object {
  return Object.fromEntries(Object.entries(object).map(([name, member]) => [name, unpacked(member, take)]));
}
