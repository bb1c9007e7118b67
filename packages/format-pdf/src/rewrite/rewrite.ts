import { throwIfAborted, type ByteSink, type FormatContext } from '@rightsmith/core';
import { ObjectScanner } from '../lex/object-scanner.js';
import { writeValue } from '../lex/write-value.js';
import type { PdfDocument } from '../xref/document.js';
import { copyObjects } from './copy-objects.js';
import { writeCrossReference } from './cross-reference.js';
import { ObjectWriter } from './object-writer.js';
import { OutputFile } from './output-file.js';
import type { Rewriting } from './rewriting.js';
import { writtenObjects } from './written-objects.js';

/** The lowest version that has cross-reference streams. */
const VERSION_WITH_STREAMS = '1.5';

/** Behind the header, so that the file counts as binary; ISO 32000-2 §7.5.2. */
export const BINARY_MARK = '%\xe2\xe3\xcf\xd3\n';

/**
 * Writes all live objects of a document anew, in the order of the file: the newest version of each, token for token except
 * for what `rewriting` changes. Cross-reference and trailer are made new; earlier revisions and gaps stay behind, and so does,
 * with a warning, a broken object that nothing refers to.
 *
 * @throws CorruptFile when another object is broken; LimitReached; Aborted; what source and sink throw
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
  await copyObjects(document, rewriting, writer, context);
  if (rewriting.lifted !== undefined) await addLifted(document, rewriting.lifted, writer);
  for (const { number, value } of rewriting.moved ?? []) {
    const bytes = writeValue(value);
    await addText(number, bytes, { start: 0, end: bytes.length }, writer, document);
  }
  if (rewriting.added !== undefined) writer.addValue(rewriting.added.number, rewriting.added.value);
  await writer.flush(document.source.size);
  await writeCrossReference(output, writtenObjects(entries, output), rewriting.trailer);
}

async function addLifted(document: PdfDocument, number: number, writer: ObjectWriter): Promise<void> {
  const { entries } = document;
  const stream = await document.objectStream(entries.containerOf(number));
  const place = stream?.find(number, entries.indexOf(number));
  if (stream === undefined || place === undefined) return;
  await addText(number, stream.data, place, writer, document);
}

/** Adds an object whose tokens stand at a place in memory. */
async function addText(
  number: number,
  bytes: Uint8Array,
  { start, end }: { readonly start: number; readonly end: number },
  writer: ObjectWriter,
  { source }: PdfDocument,
): Promise<void> {
  const scanner = new ObjectScanner();
  scanner.scan(bytes, start, end, true);
  await writer.add({ number, generation: 0, bytes, scanner }, source.size);
}
