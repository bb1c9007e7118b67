import { RightsmithError, UnsupportedFormat } from '@rightsmith/core';
import type { ByteSource, CorruptFile, FormatContext } from '@rightsmith/core';
import { dictionary, integerOf, nameOf, NULL, reference, type PdfValue } from '../lex/values.js';
import { damaged, isDamage } from './damage.js';
import type { CrossReference } from './entries.js';
import { MOST_FILTERS } from './filters.js';
import { findFile, hasEnd, type PdfFile } from './header.js';
import { ObjectReader } from './object-reader.js';
import { ObjectStreamCache } from './object-stream-cache.js';
import { ObjectStream } from './object-stream.js';
import { Patience } from './patience.js';
import { readChain, type CrossReferenceChain } from './read-chain.js';
import { rebuild } from './rebuild.js';
import { referencedNumbers } from './referenced-numbers.js';
import { streamExtent, type Extent } from './stream-extent.js';
import { StructureDecoder, type StreamDecryptor } from './structure-decoder.js';
import { wrongEntries } from './wrong-entries.js';

/** An indirect object read to be understood. */
export interface PdfObject {
  readonly value: PdfValue;
  /** Where its stream's data is in the file, as stored. */
  readonly stream?: Extent;
}

/** References that are followed from one to the next. */
const LONGEST_WAY = 32;

/** Entries of a stream's dictionary that tell how to decode it. */
const STRUCTURE_KEYS = ['Filter', 'DecodeParms', 'DP', 'N', 'First'] as const;

/** What all documents that are tried for one file share. */
interface Reading {
  readonly file: PdfFile;
  readonly context: FormatContext;
  readonly decoder: StructureDecoder;
  readonly decrypt: StreamDecryptor | undefined;
}

/**
 * Opens a PDF by its cross-reference, or, where that is damaged, by searching its objects. `decrypt` undoes the encryption of
 * object streams.
 *
 * @throws UnsupportedFormat when it is not a PDF; CorruptFile when it has no catalog; LimitReached
 */
export async function openDocument(
  source: ByteSource,
  context: FormatContext,
  decrypt?: StreamDecryptor,
): Promise<PdfDocument> {
  const file = await findFile(source);
  if (file === undefined) throw new UnsupportedFormat('This is not a PDF: it neither begins nor ends like one.');
  const decoder = new StructureDecoder(file.source, context.limits);
  const reading: Reading = { file, context, decoder, decrypt };
  const chain = await readChain(file.source, decoder).catch((error: unknown) => {
    // It may be compressed with a filter that is not known here.
    if (RightsmithError.is(error) && ['CorruptFile', 'UnsupportedFormat'].includes(error.code)) return undefined;
    throw error;
  });
  if (chain !== undefined) {
    const document = new PdfDocument(reading, chain, false);
    // The catalog of an encrypted file may be out of reach.
    const isOutOfReach = chain.trailer.entries.has('Encrypt') && decrypt === undefined;
    if (isOutOfReach || (await document.hasCatalog())) return document;
  }
  context.warn('cross-reference-rebuilt', { structure: 'cross-reference' });
  const rebuilt = new PdfDocument(reading, await rebuild(file.source, decoder, context.signal, decrypt), true);
  await rebuilt.findCatalog();
  return rebuilt;
}

/** A PDF that is open. Offsets count from its header. Objects are read when they are asked for, one call at a time. */
export class PdfDocument {
  readonly source: ByteSource;
  /** Of the header, such as `1.7`. */
  readonly version: string;
  /** Bytes before the header. */
  readonly junk: number;
  /** Whether its objects were found by searching the whole file. */
  readonly isRebuilt: boolean;
  readonly patience: Patience;
  readonly #reading: Reading;
  readonly #reader: ObjectReader;
  readonly #objectStreams = new ObjectStreamCache();
  #chain: CrossReferenceChain;
  #isMended = false;

  /** See {@link openDocument}. */
  constructor(reading: Reading, chain: CrossReferenceChain, isRebuilt: boolean) {
    const { source, version, junk } = reading.file;
    this.source = source;
    this.version = version;
    this.junk = junk;
    this.isRebuilt = isRebuilt;
    this.patience = new Patience(source.size);
    this.#reading = reading;
    this.#reader = new ObjectReader(source);
    this.#chain = chain;
  }

  get entries(): CrossReference {
    return this.#chain.entries;
  }

  get trailer(): ReadonlyMap<string, PdfValue> {
    return this.#chain.trailer.entries;
  }

  /** Whether the trailer's `Root` leads to a dictionary. */
  async hasCatalog(): Promise<boolean> {
    return (await this.get(this.trailer.get('Root'))).kind === 'dictionary';
  }

  /** Where the trailer names no catalog, looks for one among all objects. @throws CorruptFile when there is none */
  async findCatalog(): Promise<void> {
    if (await this.hasCatalog()) return;
    for (let number = this.entries.size - 1; number > 0; number--) {
      if (!(await this.#isCatalog(number))) continue;
      const generation = this.entries.isPlain(number) ? this.entries.generationOf(number) : 0;
      const trailer = dictionary({ ...Object.fromEntries(this.trailer), Root: reference(number, generation) });
      this.#chain = { entries: this.entries, trailer };
      return;
    }
    throw await withoutCatalog(this.source);
  }

  /** What the value is, followed where it is a reference; null where that leads nowhere. */
  async get(value: PdfValue | undefined): Promise<PdfValue> {
    let current = value ?? NULL;
    for (let step = 0; current.kind === 'reference' && step < LONGEST_WAY; step++) {
      current = (await this.object(current.number))?.value ?? NULL;
    }
    return current.kind === 'reference' ? NULL : current;
  }

  /** The entries of the dictionary that the value is or leads to; empty where it is none. */
  async entriesOf(value: PdfValue | undefined): Promise<ReadonlyMap<string, PdfValue>> {
    const found = await this.get(value);
    return found.kind === 'dictionary' ? found.entries : new Map<string, PdfValue>();
  }

  /** The object of this number; undefined when there is none. @throws CorruptFile when it is broken */
  async object(number: number): Promise<PdfObject | undefined> {
    if (this.entries.isCompressed(number)) return this.#compressedObject(number);
    if (!this.entries.isPlain(number)) return undefined;
    if (await this.#readPlain(number)) return this.#takeObject();
    await this.mend();
    return this.entries.isPlain(number) && (await this.#readPlain(number)) ? this.#takeObject() : undefined;
  }

  /** What the dictionary of a stream says of how to decode it, references followed. */
  async structureEntries(entries: ReadonlyMap<string, PdfValue>): Promise<ReadonlyMap<string, PdfValue>> {
    const found = new Map<string, PdfValue>();
    for (const key of STRUCTURE_KEYS) {
      const value = entries.has(key) ? await this.get(entries.get(key)) : undefined;
      if (value?.kind === 'array') found.set(key, { kind: 'array', items: await this.#items(value.items) });
      else if (value !== undefined) found.set(key, value);
    }
    return found;
  }

  /** The data of an object's stream, its filters undone. @throws UnsupportedFormat, CorruptFile, LimitReached */
  async streamData({ value, stream }: PdfObject, decrypt?: StreamDecryptor): Promise<Uint8Array> {
    if (value.kind !== 'dictionary' || stream === undefined) throw damaged('A stream should stand here.', 'stream');
    return this.#reading.decoder.decode(stream, await this.structureEntries(value.entries), decrypt);
  }

  /** The decoded object stream of this number; undefined when there is none that can be read. */
  async objectStream(number: number): Promise<ObjectStream | undefined> {
    if (this.#objectStreams.has(number)) return this.#objectStreams.get(number);
    // Also stops a stream whose length is one of its own members.
    this.#objectStreams.set(number, undefined);
    const stream = await this.#readObjectStream(number);
    this.#objectStreams.set(number, stream);
    return stream;
  }

  /**
   * The length that a stream's dictionary declares: a number, or that of the object of number `lengthReference`; undefined where
   * there is none, and the data's end has to be looked for.
   */
  async declaredLength(length: number, lengthReference: number): Promise<number | undefined> {
    if (lengthReference === -1) return length === -1 ? undefined : length;
    try {
      if (this.entries.isCompressed(lengthReference)) {
        return integerOf((await this.#compressedObject(lengthReference))?.value);
      }
      const isRead = this.entries.isPlain(lengthReference) && (await this.#readPlain(lengthReference));
      return isRead ? integerOf(this.#reader.value()) : undefined;
    } catch (error) {
      if (isDamage(error)) return undefined;
      throw error;
    }
  }

  /**
   * Checks that all objects stand where the cross-reference says, and looks for those that do not in the whole file, unless
   * nothing refers to any of them. Objects that are nowhere are dropped. Idempotent.
   */
  async mend(): Promise<void> {
    if (this.#isMended) return;
    this.#isMended = true;
    const { entries } = this;
    const wrong = await wrongEntries(this.source, entries, this.#reading.context.signal);
    if (wrong.length > 0) await this.#mendEntries(wrong);
    for (const number of entries.compressed()) {
      if (entries.isPlain(entries.containerOf(number))) continue;
      entries.forget(number);
      entries.addFree(number);
    }
  }

  async #mendEntries(wrong: readonly number[]): Promise<void> {
    const { entries } = this;
    for (const number of wrong) {
      entries.forget(number);
      entries.addFree(number);
    }
    const isReferenced = await referencedNumbers(this);
    if (isReferenced !== undefined && !wrong.some(isReferenced) && !this.#holdMembers(wrong)) return;
    const { context, decoder, decrypt } = this.#reading;
    context.warn('cross-reference-rebuilt', { structure: 'cross-reference' });
    const { entries: found } = await rebuild(this.source, decoder, context.signal, decrypt);
    for (const number of wrong) {
      if (!found.isPlain(number)) continue;
      entries.forget(number);
      entries.addPlain(number, found.offsetOf(number), found.generationOf(number));
    }
    const lost = wrong.find((number) => !entries.isPlain(number) && isReferenced?.(number) === true);
    if (lost !== undefined) context.warn('objects-missing', { structure: `object ${lost}` });
  }

  /** Whether other objects stand in one of these. */
  #holdMembers(numbers: readonly number[]): boolean {
    const holders = new Set(numbers);
    for (const number of this.entries.compressed()) if (holders.has(this.entries.containerOf(number))) return true;
    return false;
  }

  async #isCatalog(number: number): Promise<boolean> {
    if (this.entries.isPlain(number)) return (await this.#readPlain(number)) && this.#reader.scanner.facts.isCatalog;
    return nameOf((await this.entriesOf(reference(number))).get('Type')) === 'Catalog';
  }

  async #readPlain(number: number): Promise<boolean> {
    const offset = this.entries.offsetOf(number);
    const isThere = await this.#reader.read(offset);
    if (isThere) this.patience.read(this.#reader.end - offset, offset);
    return isThere && this.#reader.number === number && this.#reader.generation === this.entries.generationOf(number);
  }

  /** The object the reader holds. Everything is taken out of it before another is read. */
  async #takeObject(): Promise<PdfObject> {
    const value = this.#reader.value();
    const { streamStart, window } = this.#reader;
    if (streamStart === -1) return { value };
    const { length, lengthReference } = this.#reader.scanner.facts;
    const declared = await this.declaredLength(length, lengthReference);
    return { value, stream: await streamExtent(window, streamStart, declared, this.source.size, this.patience) };
  }

  async #compressedObject(number: number): Promise<PdfObject | undefined> {
    const stream = await this.objectStream(this.entries.containerOf(number));
    return stream && { value: stream.value(number, this.entries.indexOf(number)) };
  }

  async #readObjectStream(number: number): Promise<ObjectStream | undefined> {
    // An object stream cannot lie in another one.
    const object = this.entries.isPlain(number) ? await this.object(number) : undefined;
    if (object?.stream === undefined || object.value.kind !== 'dictionary') return undefined;
    try {
      const data = await this.streamData(object, this.#reading.decrypt);
      return new ObjectStream(data, await this.structureEntries(object.value.entries), this.patience);
    } catch (error) {
      // It may be encrypted under a key that is not here.
      if (isDamage(error)) return undefined;
      throw error;
    }
  }

  async #items(items: readonly PdfValue[]): Promise<readonly PdfValue[]> {
    const found: PdfValue[] = [];
    // One more shows that there are too many.
    for (const item of items.slice(0, MOST_FILTERS + 1)) found.push(await this.get(item));
    return found;
  }
}

async function withoutCatalog(source: ByteSource): Promise<CorruptFile> {
  const what = 'its document catalog, from which all else is found, is not in it.';
  return (await hasEnd(source))
    ? damaged(`The PDF is damaged: ${what}`, 'trailer')
    : damaged(`The PDF was cut: it ends at byte ${source.size}, and ${what}`, 'trailer');
}
