import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { bytesSource, defaultFormatContext, readExactly } from '@rightsmith/core';
import { dictionary, integer, nameOf, type PdfValue } from '../../src/lex/values.js';
import { valueText } from '../../src/lex/write-value.js';
import { openDocument } from '../../src/xref/document.js';

/** Entries of a trailer that belong to one writing of the file, not to the document. */
const OF_THE_WRITING: ReadonlySet<string> = new Set(
  'Size Prev XRefStm W Index Type Length Filter DecodeParms DL'.split(' '),
);

/** What stands at every number of a PDF that has an object: its tokens and the digest of its stream's stored bytes; the identifier and the trailer. */
export async function objectsOf(file: Uint8Array): Promise<Readonly<Record<string, string>>> {
  const document = await openDocument(bytesSource(file), defaultFormatContext({}));
  await document.mend();
  const objects: Record<string, string> = {};
  for (let number = 1; number < document.entries.size; number++) {
    const object = await document.object(number);
    if (object === undefined) continue;
    const { value, stream } = object;
    if (stream === undefined) objects[number] = valueText(value);
    else if (value.kind === 'dictionary' && nameOf(value.entries.get('Type')) !== 'XRef') {
      const data = await readExactly(document.source, stream.offset, stream.length, 'stream');
      const text = valueText(withLength(value.entries, data.length));
      objects[number] = `${text} ${createHash('sha256').update(data).digest('hex')}`;
    }
  }
  const id = document.trailer.get('ID');
  if (id !== undefined) objects['identifier'] = valueText(id);
  const kept = [...document.trailer].filter(([key]) => !OF_THE_WRITING.has(key) && key !== 'ID');
  objects['trailer'] = valueText(dictionary(Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)))));
  return objects;
}

function withLength(entries: ReadonlyMap<string, PdfValue>, length: number): PdfValue {
  return { kind: 'dictionary', entries: new Map([...entries, ['Length', integer(length)]]) };
}

/** Fails unless the objects are the same. An identifier may be new where there was none. */
export async function assertSameObjects(actual: Uint8Array, expected: Uint8Array): Promise<void> {
  const wanted = await objectsOf(expected);
  const found = await objectsOf(actual);
  const { identifier = found['identifier'] ?? '' } = wanted;
  assert.deepEqual(found, { ...wanted, identifier });
}
