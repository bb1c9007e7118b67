import type { FormatContext, RightsmithError } from '@rightsmith/core';
import { ObjectScanner } from '../lex/object-scanner.js';
import { writeValue } from '../lex/write-value.js';
import { isDamage } from '../xref/damage.js';
import type { PdfDocument } from '../xref/document.js';
import type { ObjectReader } from '../xref/object-reader.js';
import { referencedNumbers } from '../xref/referenced-numbers.js';
import { streamExtent, type Extent } from '../xref/stream-extent.js';
import { walkObjects, type ObjectVisitor } from '../xref/walk-objects.js';
import { CryptFilterRemoval } from './crypt-filter.js';
import type { ObjectWriter } from './object-writer.js';
import type { Rewriting } from './rewriting.js';

/** Copies all plain objects of a document. @throws CorruptFile when one is broken that is needed, or may be */
export async function copyObjects(
  document: PdfDocument,
  rewriting: Rewriting,
  writer: ObjectWriter,
  context: FormatContext,
): Promise<void> {
  await walkObjects(document, new ObjectCopier(document, rewriting, writer, context));
}

class ObjectCopier implements ObjectVisitor {
  readonly #document: PdfDocument;
  readonly #rewriting: Rewriting;
  readonly #writer: ObjectWriter;
  readonly #context: FormatContext;
  readonly #cryptFilters: CryptFilterRemoval;
  #isReferenced: Promise<((number: number) => boolean) | undefined> | undefined;

  constructor(document: PdfDocument, rewriting: Rewriting, writer: ObjectWriter, context: FormatContext) {
    this.#document = document;
    this.#rewriting = rewriting;
    this.#writer = writer;
    this.#context = context;
    this.#cryptFilters = new CryptFilterRemoval(document);
  }

  visit(reader: ObjectReader, bound: number): Promise<void> | undefined {
    const { number, generation, scanner, window } = reader;
    if (number === this.#rewriting.leftOut) return undefined;
    if (reader.streamStart !== -1) return this.#copyStream(reader, bound);
    return this.#writer.add({ number, generation, bytes: window.bytes, scanner }, reader.end);
  }

  /** What nothing refers to is not missed; qpdf leaves it out as well, broken or not. */
  async broken(number: number, error: RightsmithError): Promise<void> {
    this.#isReferenced ??= referencedNumbers(this.#document);
    const isReferenced = await this.#isReferenced;
    if (isReferenced === undefined || isReferenced(number)) throw error;
    this.#context.warn('object-dropped', { structure: `object ${number}`, offset: error.where?.offset ?? 0 });
  }

  async #copyStream(reader: ObjectReader, bound: number): Promise<void> {
    const { number, generation, scanner, window } = reader;
    const extent = await this.#extentOf(reader, bound);
    if (extent === undefined) return;
    const text = (await this.#rewritten(reader)) ?? { bytes: window.bytes, scanner };
    const isClear = number === this.#rewriting.clearStream;
    await this.#writer.addStream({ number, generation, ...text }, window, extent, isClear);
    if (this.#writer.isFull) await this.#writer.flush(extent.offset + extent.length);
  }

  /** Where a stream's data is; undefined for one that has no end and is not needed. */
  async #extentOf({ number, scanner, streamStart, window }: ObjectReader, bound: number): Promise<Extent | undefined> {
    const { length, lengthReference } = scanner.facts;
    const declared = await this.#document.declaredLength(length, lengthReference);
    try {
      const extent = await streamExtent(window, streamStart, declared, bound);
      this.#document.patience.spend(Math.max(0, extent.offset + extent.length - bound), streamStart);
      return extent;
    } catch (error) {
      if (!isDamage(error)) throw error;
      await this.broken(number, error);
      return undefined;
    }
  }

  /** The stream's dictionary written and scanned anew, if it names `Crypt` filters or not just one length. */
  async #rewritten(
    reader: ObjectReader,
  ): Promise<{ readonly bytes: Uint8Array; readonly scanner: ObjectScanner } | undefined> {
    const { isLengthRepeated, mayHaveCryptFilter } = reader.scanner.facts;
    const mayDrop = mayHaveCryptFilter && this.#rewriting.dropsCryptFilters === true;
    const value = isLengthRepeated || mayDrop ? reader.value() : undefined;
    if (value?.kind !== 'dictionary') return undefined;
    const dictionary = mayDrop ? await this.#cryptFilters.without(value) : undefined;
    if (dictionary === undefined && !isLengthRepeated) return undefined;
    const bytes = writeValue(dictionary ?? value);
    const scanner = new ObjectScanner();
    scanner.scan(bytes, 0, bytes.length, true);
    return { bytes, scanner };
  }
}
