import { LimitReached, type ByteSource } from '@rightsmith/core';
import { LESS_THAN, matches, skipBlank } from '../lex/characters.js';
import { MAXIMUM_DEPTH } from '../lex/object-facts.js';
import { ObjectScanner, type ScanEnd } from '../lex/object-scanner.js';
import { parseValue } from '../lex/parse-value.js';
import type { PdfValue } from '../lex/values.js';
import { damaged } from './damage.js';
import { FileWindow } from './file-window.js';
import { dataStart, readHeader, STREAM } from './object-header.js';

/** Bytes one object may have beside its stream's data. */
const LARGEST_OBJECT: number = 64 * 1024 * 1024;

const VERTICAL_TAB = 0x0b;

/** Bytes brought into memory for an object whose size is not known. */
const FIRST_LOOK = 512;

/** The outcome of a look at memory: `cut` asks for more of the file. */
type Look = ScanEnd | 'absent';

/**
 * Reads indirect objects of a file where they stand: their tokens' places, not their values. Holds one object at a time; what
 * is needed longer must be taken out before the next one is read.
 */
export class ObjectReader {
  readonly window: FileWindow;
  readonly scanner: ObjectScanner = new ObjectScanner();
  number = 0;
  generation = 0;
  /** Bytes that were scanned for nothing when the last object turned out to be broken. */
  wasted = 0;
  /** Where the stream's data begins in the file; -1 for an object without a stream. */
  streamStart = -1;

  constructor(source: ByteSource) {
    this.window = new FileWindow(source);
  }

  /**
   * Reads the object whose `n g obj` stands at `offset`, perhaps behind whitespace; `ahead` bytes of the file are worth having in
   * memory. False where none stands there.
   *
   * @throws CorruptFile when it is not whole; LimitReached
   */
  async read(offset: number, ahead?: number): Promise<boolean> {
    return this.#look(offset, (at, end) => this.#object(at, end), 'object', ahead);
  }

  /** As {@link ObjectReader.read}, but only where the object is whole in memory already; false otherwise. */
  readLoaded(offset: number): boolean {
    const { window } = this;
    return window.loaded(offset) > 0 && this.#object(offset - window.start, window.bytes.length) === 'whole';
  }

  /** Reads the value that stands at `offset` without `n g obj`, as behind `trailer`. @throws CorruptFile, LimitReached */
  async readBare(offset: number, structure: string): Promise<PdfValue> {
    this.streamStart = -1;
    await this.#look(
      offset,
      (at, end) => this.scanner.scan(this.window.bytes, at, end, this.window.reachesEnd),
      structure,
    );
    return this.value();
  }

  /** The value of the object that was read. */
  value(): PdfValue {
    return parseValue(this.window.bytes, this.scanner.valueStart, this.scanner.valueEnd);
  }

  /** Where in the file its value ends. */
  get end(): number {
    return this.window.start + this.scanner.valueEnd;
  }

  async #look(
    offset: number,
    scan: (at: number, end: number) => Look,
    structure: string,
    ahead: number = FIRST_LOOK,
  ): Promise<boolean> {
    const { window } = this;
    for (let length = FIRST_LOOK; ; length = Math.max(length, window.loaded(offset)) * 2) {
      const at = await window.load(offset, length, ahead);
      const outcome = scan(at, window.bytes.length);
      if (outcome === 'whole') return true;
      if (outcome === 'absent') return false;
      if (outcome !== 'cut' || window.reachesEnd) {
        this.wasted = outcome === 'cut' ? window.loaded(offset) : this.scanner.stoppedAt - at;
        throw this.#broken(outcome, structure, offset);
      }
      if (length > LARGEST_OBJECT) throw tooLarge(structure, offset);
    }
  }

  #object(at: number, end: number): Look {
    const { bytes, reachesEnd } = this.window;
    const header = readHeader(bytes, at, end);
    if (header === 'cut' && !reachesEnd) return 'cut';
    if (typeof header === 'string') return 'absent';
    this.number = header.number;
    this.generation = header.generation;
    const outcome = this.scanner.scan(bytes, header.end, end, reachesEnd);
    return outcome === 'whole' ? this.#stream(end) : outcome;
  }

  /** Looks whether a stream follows the value, which must be a dictionary then. */
  #stream(end: number): Look {
    const { bytes, reachesEnd, start } = this.window;
    const { valueStart, valueEnd } = this.scanner;
    this.streamStart = -1;
    if (bytes[valueStart] !== LESS_THAN || bytes[valueStart + 1] !== LESS_THAN) return 'whole';
    let at = skipBlank(bytes, valueEnd, end);
    // qpdf counts it as a blank.
    while (bytes[at] === VERTICAL_TAB) at = skipBlank(bytes, at + 1, end);
    if (end - at < STREAM.length && !reachesEnd) return 'cut';
    if (!matches(bytes, at, STREAM)) return 'whole';
    const data = dataStart(bytes, at + STREAM.length, end);
    if (data === -1 && !reachesEnd) return 'cut';
    this.streamStart = start + (data === -1 ? end : data);
    return 'whole';
  }

  #broken(outcome: Look, structure: string, offset: number): Error {
    if (outcome === 'too-deep') {
      return new LimitReached(`More than ${MAXIMUM_DEPTH} arrays and dictionaries stand inside each other.`, {
        limit: 'nesting',
        maximum: MAXIMUM_DEPTH,
        where: { structure, offset },
      });
    }
    const stoppedAt = this.window.start + this.scanner.stoppedAt;
    return damaged(`The ${structure} at byte ${offset} does not end where it should.`, structure, stoppedAt);
  }
}

function tooLarge(structure: string, offset: number): LimitReached {
  return new LimitReached(`The ${structure} at byte ${offset} is larger than ${LARGEST_OBJECT} bytes.`, {
    limit: 'objectBytes',
    maximum: LARGEST_OBJECT,
    where: { structure, offset },
  });
}
