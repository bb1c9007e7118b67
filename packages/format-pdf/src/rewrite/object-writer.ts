import { readExactly, sliceSource, throwIfAborted } from '@rightsmith/core';
import type { ByteSource, FormatContext } from '@rightsmith/core';
import { copiedStream } from '../cipher/copied-stream.js';
import type { ObjectCipher } from '../cipher/object-cipher.js';
import type { ObjectScanner } from '../lex/object-scanner.js';
import type { FileWindow } from '../xref/file-window.js';
import type { Extent } from '../xref/stream-extent.js';
import { ValueCopier, type NewLength } from './copy-value.js';
import { Draft } from './draft.js';
import type { OutputFile } from './output-file.js';

/** Streams up to this size go through the cipher together with strings; larger ones on their own, in runs. */
const LARGEST_ITEM: number = 128 * 1024;

/** An object that is to be written. */
export interface ObjectParts {
  readonly number: number;
  readonly generation: number;
  /** Memory in which the scanner found the value. */
  readonly bytes: Uint8Array;
  readonly scanner: ObjectScanner;
}

/** Writes objects one after the other: many of them at once, because the cipher and the disk like that best. */
export class ObjectWriter {
  readonly #output: OutputFile;
  readonly #cipher: ObjectCipher | undefined;
  readonly #context: FormatContext;
  readonly #draft: Draft = new Draft();
  readonly #copier: ValueCopier;

  /** Without a cipher strings and streams are copied as they are. */
  constructor(output: OutputFile, cipher: ObjectCipher | undefined, context: FormatContext) {
    this.#output = output;
    this.#cipher = cipher;
    this.#context = context;
    this.#copier = new ValueCopier(this.#draft, cipher !== undefined);
  }

  /** Whether what was added should be written before more is added. */
  get isFull(): boolean {
    return this.#draft.isFull;
  }

  /**
   * Adds an object without a stream; `done` bytes of the source are done with it. Of a large one parts are written already:
   * what it returns must be waited for.
   */
  add({ number, generation, bytes, scanner }: ObjectParts, done: number): Promise<void> | undefined {
    this.#begin(number, generation);
    // An object without any value is null.
    if (scanner.valueStart === scanner.valueEnd) this.#draft.text('null');
    this.#copier.begin(bytes);
    return this.#addValue(scanner, scanner.valueStart, done);
  }

  /** Adds an object whose value is ready, which is written as it is. */
  addValue(number: number, value: Uint8Array): void {
    this.#begin(number, 0);
    this.#draft.copy(value, 0, value.length);
    this.#draft.text('\nendobj\n');
  }

  /** Adds an object with a stream, whose data lies in the window's file. `isClear`: the data stays as it is. */
  async addStream(parts: ObjectParts, window: FileWindow, stream: Extent, isClear: boolean): Promise<void> {
    const cipher = isClear || stream.length === 0 ? undefined : this.#cipher;
    if (stream.length > LARGEST_ITEM) await this.#addLarge(parts, window.source, stream, cipher);
    else await this.#addSmall(parts, window, stream, cipher);
    this.#draft.text('\nendstream\nendobj\n');
  }

  /** Writes what was added; `done` bytes of the source are done with it. */
  async flush(done: number): Promise<void> {
    throwIfAborted(this.#context.signal);
    const { items } = this.#draft;
    const results = items.count === 0 ? [] : ((await this.#cipher?.items(items)) ?? items.plain());
    const start = this.#output.offset;
    const bytes = this.#draft.assemble(results, (number, offset) => {
      this.#output.addObject(number, start + offset);
    });
    await this.#output.write(bytes);
    this.#context.progress(done);
  }

  #addValue(scanner: ObjectScanner, from: number, done: number): Promise<void> | undefined {
    for (let at = from; at < scanner.valueEnd;) {
      at = this.#copier.copyPart(scanner, at);
      if (this.isFull) return this.flush(done).then(() => this.#addValue(scanner, at, done));
    }
    this.#draft.text('\nendobj\n');
    return undefined;
  }

  async #addSmall(
    parts: ObjectParts,
    window: FileWindow,
    { offset, length }: Extent,
    cipher: ObjectCipher | undefined,
  ): Promise<void> {
    const isLoaded = offset >= window.start && window.loaded(offset) >= length;
    const data = isLoaded
      ? window.bytes.subarray(offset - window.start, offset - window.start + length)
      : await readExactly(window.source, offset, length, 'stream');
    if (cipher === undefined) {
      this.#beginStream(parts, { bytes: length });
      this.#draft.copy(data, 0, length);
      return;
    }
    const { items } = this.#draft;
    const at = items.reserve(length);
    items.bytes.set(data, at);
    const item = items.add(at + length);
    this.#beginStream(parts, { item });
    this.#draft.data(item);
  }

  async #addLarge(
    parts: ObjectParts,
    source: ByteSource,
    { offset, length }: Extent,
    cipher: ObjectCipher | undefined,
  ): Promise<void> {
    const data = sliceSource(source, offset, length);
    const stream = (await cipher?.stream(data)) ?? copiedStream(data);
    this.#beginStream(parts, { bytes: stream.length });
    await this.flush(offset);
    const { signal } = this.#context;
    await stream.writeTo(this.#output, {
      signal,
      progress: (bytesDone) => {
        this.#context.progress(offset + Math.min(bytesDone, length));
      },
    });
  }

  #begin(number: number, generation: number): void {
    this.#draft.object(number);
    this.#draft.text(`${number} ${generation} obj\n`);
  }

  #beginStream({ number, generation, bytes, scanner }: ObjectParts, length: NewLength): void {
    this.#begin(number, generation);
    this.#copier.copyWithLength(bytes, scanner, length);
    this.#draft.text('\nstream\n');
  }
}
