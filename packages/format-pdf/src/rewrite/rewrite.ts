import { throwIfAborted, type ByteSink, type FormatContext } from '@rightsmith/core';
import type { ObjectCipher } from '../cipher/object-cipher.js';
import { ObjectScanner } from '../lex/object-scanner.js';
import type { PdfValue } from '../lex/values.js';
import { writeValue } from '../lex/write-value.js';
import type { PdfDocument } from '../xref/document.js';
import type { ObjectReader } from '../xref/object-reader.js';
import { streamExtent } from '../xref/stream-extent.js';
import { walkObjects } from '../xref/walk-objects.js';
import { writeCrossReference } from './cross-reference.js';
import { withoutCryptFilter } from './crypt-filter.js';
import { ObjectWriter } from './object-writer.js';
import { OutputFile } from './output-file.js';
import { writtenObjects } from './written-objects.js';

/** How a file is written anew. */
export interface Rewriting {
  /** What happens to strings and streams; absent: nothing. */
  readonly cipher?: ObjectCipher;
  /** Streams whose filters name `Crypt` lose that filter: for encrypting. */
  readonly dropsCryptFilters?: boolean;
  /** Number of an object that is left out. */
  readonly leftOut?: number;
  /** Number of an object whose stream's data stays as it is. */
  readonly clearStream?: number;
  /** Number of an object that is taken out of its object stream. */
  readonly lifted?: number;
  /** An object that is added behind all others; written as it is. */
  readonly added?: { readonly number: number; readonly value: Uint8Array };
  /** Entries of the trailer beside those that any rewriting sets anew. */
  readonly trailer: ReadonlyMap<string, PdfValue>;
}

/** The lowest version that has cross-reference streams. */
const VERSION_WITH_STREAMS = '1.5';

/** Behind the header, so that the file counts as binary; ISO 32000-2 §7.5.2. */
export const BINARY_MARK = '%\xe2\xe3\xcf\xd3\n';

/**
 * Writes all live objects of a document anew, in the order of the file: the newest version of each, token for token except
 * for what `rewriting` changes. Cross-reference and trailer are made new; earlier revisions and gaps stay behind.
 *
 * @throws CorruptFile when an object is broken; LimitReached; Aborted; what source and sink throw
 */
export async function rewrite(
  document: PdfDocument,
  rewriting: Rewriting,
  sink: ByteSink,
  context: FormatContext,
): Promise<void> {
  throwIfAborted(context.signal);
  await document.mend();
  const { entries, version } = document;
  const needsStreams = !entries.compressed()[Symbol.iterator]().next().done;
  const output = new OutputFile(sink);
  const newVersion = needsStreams && version < VERSION_WITH_STREAMS ? VERSION_WITH_STREAMS : version;
  await output.writeText(`%PDF-${newVersion}\n${BINARY_MARK}`);
  const writer = new ObjectWriter(output, rewriting.cipher, context);
  await copyObjects(document, rewriting, writer);
  if (rewriting.lifted !== undefined) await addLifted(document, rewriting.lifted, writer);
  if (rewriting.added !== undefined) writer.addValue(rewriting.added.number, rewriting.added.value);
  await writer.flush(document.source.size);
  await writeCrossReference(output, writtenObjects(entries, output), rewriting.trailer);
}

async function copyObjects(document: PdfDocument, rewriting: Rewriting, writer: ObjectWriter): Promise<void> {
  await walkObjects(document, (reader, bound) => {
    const { number, generation, scanner, window } = reader;
    if (number === rewriting.leftOut) return undefined;
    if (reader.streamStart !== -1) return copyStream(document, rewriting, writer, reader, bound);
    writer.add({ number, generation, bytes: window.bytes, scanner });
    return writer.isFull ? writer.flush(reader.end) : undefined;
  });
}

async function copyStream(
  document: PdfDocument,
  rewriting: Rewriting,
  writer: ObjectWriter,
  reader: ObjectReader,
  bound: number,
): Promise<void> {
  const { number, generation, scanner, streamStart, window } = reader;
  const { length, lengthReference, hasCryptFilter } = scanner.facts;
  const declared = await document.declaredLength(length, lengthReference);
  const extent = await streamExtent(window, streamStart, declared, bound);
  const text =
    hasCryptFilter && rewriting.dropsCryptFilters === true ? rescanned(reader) : { bytes: window.bytes, scanner };
  await writer.addStream({ number, generation, ...text }, window, extent, number === rewriting.clearStream);
  if (writer.isFull) await writer.flush(extent.offset + extent.length);
}

/** The stream's dictionary without its `Crypt` filters, written and scanned anew. */
function rescanned(reader: ObjectReader): { readonly bytes: Uint8Array; readonly scanner: ObjectScanner } {
  const value = reader.value();
  const bytes = writeValue(value.kind === 'dictionary' ? withoutCryptFilter(value) : value);
  const scanner = new ObjectScanner();
  scanner.scan(bytes, 0, bytes.length, true);
  return { bytes, scanner };
}

async function addLifted(document: PdfDocument, number: number, writer: ObjectWriter): Promise<void> {
  const { entries } = document;
  const stream = await document.objectStream(entries.containerOf(number));
  const place = stream?.find(number, entries.indexOf(number));
  if (stream === undefined || place === undefined) return;
  const scanner = new ObjectScanner();
  scanner.scan(stream.data, place.start, place.end, true);
  writer.add({ number, generation: 0, bytes: stream.data, scanner });
}
