import { LimitReached } from '@rightsmith/core';
import { latin1, LESS_THAN, skipBlank, skipRegular, CHARACTER_CLASSES, REGULAR } from './characters.js';
import { decodeName } from './names.js';
import { referenceEnd } from './references.js';
import { decodeString, skipHex, skipLiteral } from './strings.js';
import { NULL, type PdfValue } from './values.js';

/** Values inside one: as many as take some 100 MB. What is only copied is not parsed, so nothing known comes near it. */
const MOST_VALUES = 1_000_000;

/** A container that is still open. */
interface OpenContainer {
  readonly isDictionary: boolean;
  readonly items: PdfValue[];
}

/**
 * The value of which an {@link ObjectScanner} found that it stands whole at `bytes[start..end)`. What makes no sense there is
 * read as qpdf reads it: brackets of the wrong kind and braces are null, and what stands in place of a key belongs to none.
 *
 * @throws LimitReached naming `objectValues`
 */
export function parseValue(bytes: Uint8Array, start: number, end: number): PdfValue {
  const open: OpenContainer[] = [];
  let at = skipBlank(bytes, start, end);
  for (let values = 0; at < end; values++) {
    if (values > MOST_VALUES) throw tooManyValues();
    const token = readToken(bytes, at, end, open.at(-1));
    at = skipBlank(bytes, token.end, end);
    if (token.open !== undefined) {
      open.push({ isDictionary: token.open === 'dictionary', items: [] });
      continue;
    }
    const value = token.close ? closed(open.pop()) : token.value;
    const around = open.at(-1);
    if (around === undefined) return value;
    around.items.push(value);
  }
  return NULL;
}

interface Token {
  readonly end: number;
  readonly value: PdfValue;
  readonly open?: 'array' | 'dictionary';
  readonly close?: boolean;
}

function readToken(bytes: Uint8Array, at: number, end: number, around: OpenContainer | undefined): Token {
  const two = latin1(bytes, at, Math.min(at + 2, end));
  if (two === '<<') return { end: at + 2, value: NULL, open: 'dictionary' };
  if (two === '>>') return { end: at + 2, value: NULL, close: around?.isDictionary === true };
  switch (two[0]) {
    case '[':
      return { end: at + 1, value: NULL, open: 'array' };
    case ']':
      return { end: at + 1, value: NULL, close: around?.isDictionary === false };
    case '(':
    case '<':
      return readString(bytes, at, end);
    case '/':
      return readName(bytes, at, end);
    default:
      return CHARACTER_CLASSES[bytes[at] ?? 0] === REGULAR ? readWord(bytes, at, end) : { end: at + 1, value: NULL };
  }
}

function readString(bytes: Uint8Array, at: number, end: number): Token {
  const behind = bytes[at] === LESS_THAN ? skipHex(bytes, at, end) : skipLiteral(bytes, at, end);
  const data = new Uint8Array(behind - at);
  const length = decodeString(bytes, at, behind, data, 0);
  return { end: behind, value: { kind: 'string', bytes: data.slice(0, length) } };
}

function readName(bytes: Uint8Array, at: number, end: number): Token {
  const behind = skipRegular(bytes, at + 1, end);
  return { end: behind, value: { kind: 'name', name: decodeName(bytes, at, behind) } };
}

function readWord(bytes: Uint8Array, at: number, end: number): Token {
  const behindReference = referenceEnd(bytes, at, end);
  if (behindReference !== -1) {
    const [number = 0, generation = 0] = latin1(bytes, at, behindReference)
      .split(/[\0\s]+/, 2)
      .map(Number);
    return { end: behindReference, value: { kind: 'reference', number, generation } };
  }
  const behind = skipRegular(bytes, at, end);
  return { end: behind, value: { kind: 'word', text: latin1(bytes, at, behind) } };
}

function closed(container: OpenContainer | undefined): PdfValue {
  if (container === undefined) return NULL;
  const { isDictionary, items } = container;
  return isDictionary ? { kind: 'dictionary', entries: toEntries(items) } : { kind: 'array', items };
}

/** Key and value in turn; what is no name where a key should be is left out. */
function toEntries(items: readonly PdfValue[]): ReadonlyMap<string, PdfValue> {
  const entries = new Map<string, PdfValue>();
  for (let index = 0; index < items.length; index++) {
    const key = items[index];
    if (key?.kind === 'name') entries.set(key.name, items[++index] ?? NULL);
  }
  return entries;
}

function tooManyValues(): LimitReached {
  return new LimitReached(`An object that has to be understood holds more than ${MOST_VALUES} values.`, {
    limit: 'objectValues',
    maximum: MOST_VALUES,
  });
}
