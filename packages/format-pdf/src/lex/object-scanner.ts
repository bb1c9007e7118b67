import {
  CHARACTER_CLASSES,
  GREATER_THAN,
  isDigit,
  LEFT_BRACKET,
  LEFT_PARENTHESIS,
  LESS_THAN,
  matches,
  REGULAR,
  RIGHT_BRACKET,
  skipBlank,
  skipRegular,
  SOLIDUS,
} from './characters.js';
import { ObjectFacts, type TokenKind } from './object-facts.js';
import { referenceEnd } from './references.js';
import { skipHex, skipLiteral } from './strings.js';

/**
 * How a scan ended: with the value whole; because the bytes ended first; at something that cannot stand inside a value, such
 * as `endobj`; or at too many containers inside each other.
 */
export type ScanEnd = 'whole' | 'cut' | 'broken' | 'too-deep';

/** Keywords that show that an object ended without its last closing bracket. */
const OUTER_KEYWORDS: readonly string[] = ['endobj', 'stream', 'endstream', 'obj', 'xref', 'trailer', 'startxref'];

/** The smallest first letter of an outer keyword. */
const LOWER_E = 0x65;

/** Bytes in which a reference written by any sane program ends. */
const LONGEST_REFERENCE = 32;

/**
 * Finds the tokens of one object's value that rewriting has to touch, in one pass and without making values: offsets only.
 * One scanner serves many objects, one after the other.
 *
 * A closing bracket of the wrong kind counts as a token like any other, as qpdf has it: so what is copied verbatim means to a
 * reader what it meant before.
 */
export class ObjectScanner {
  /** Where the value stands. Empty where `endobj` came at once: such an object is null. */
  valueStart = 0;
  valueEnd = 0;
  /** Where a scan stopped that found no whole value. */
  stoppedAt = 0;
  readonly facts: ObjectFacts = new ObjectFacts();
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;
  #isEndOfFile = false;

  /** Scans the value that begins at or behind `at`. `isEndOfFile`: nothing comes behind `end`, so that a token may end there. */
  scan(bytes: Uint8Array, at: number, end: number, isEndOfFile: boolean): ScanEnd {
    this.#bytes = bytes;
    this.#end = end;
    this.#isEndOfFile = isEndOfFile;
    this.facts.reset(bytes);
    this.valueStart = this.#at = skipBlank(bytes, at, end);
    do {
      const outcome = this.#token();
      if (outcome !== 'whole') {
        this.stoppedAt = this.#at;
        return outcome;
      }
    } while (this.facts.depth > 0);
    this.valueEnd = this.#at;
    return 'whole';
  }

  #token(): ScanEnd {
    const at = skipBlank(this.#bytes, this.#at, this.#end);
    this.#at = at;
    if (at >= this.#end) return 'cut';
    const byte = this.#bytes[at] ?? 0;
    switch (byte) {
      case SOLIDUS:
        return this.#regular('name', at + 1);
      case LEFT_PARENTHESIS:
        return this.#string(skipLiteral(this.#bytes, at, this.#end));
      case LESS_THAN:
        return this.#lessThan();
      case GREATER_THAN:
        return this.#greaterThan();
      case LEFT_BRACKET:
        return this.#open(1, false);
      case RIGHT_BRACKET:
        return this.facts.isInArray() ? this.#close(1) : this.#junk(1);
      default:
        return CHARACTER_CLASSES[byte] === REGULAR ? this.#word(byte) : this.#junk(1);
    }
  }

  #lessThan(): ScanEnd {
    if (this.#at + 1 >= this.#end) return 'cut';
    if (this.#bytes[this.#at + 1] === LESS_THAN) return this.#open(2, true);
    return this.#string(skipHex(this.#bytes, this.#at, this.#end));
  }

  #greaterThan(): ScanEnd {
    if (this.#at + 1 >= this.#end) return 'cut';
    if (this.#bytes[this.#at + 1] !== GREATER_THAN) return this.#junk(1);
    return this.facts.isInDictionary() ? this.#close(2) : this.#junk(2);
  }

  #open(length: number, isDictionary: boolean): ScanEnd {
    if (!this.facts.open(isDictionary, this.#at)) return 'too-deep';
    this.#at += length;
    return 'whole';
  }

  #close(length: number): ScanEnd {
    this.#at += length;
    this.facts.close(this.#at);
    return 'whole';
  }

  #string(behind: number): ScanEnd {
    return behind === -1 ? 'cut' : this.#take('string', behind);
  }

  /** A name, or a number or keyword, whose regular characters begin at `from`. */
  #regular(kind: TokenKind, from: number): ScanEnd {
    const behind = skipRegular(this.#bytes, from, this.#end);
    return behind === this.#end && !this.#isEndOfFile ? 'cut' : this.#take(kind, behind);
  }

  #word(first: number): ScanEnd {
    if (first >= LOWER_E && this.#isOuterKeyword()) return this.#endEarly();
    const start = this.#at;
    const outcome = this.#regular('word', start);
    return outcome === 'whole' && this.facts.depth === 0 && isDigit(first) ? this.#perhapsReference(start) : outcome;
  }

  #isOuterKeyword(): boolean {
    const behind = skipRegular(this.#bytes, this.#at, this.#end);
    return OUTER_KEYWORDS.some((word) => word.length === behind - this.#at && matches(this.#bytes, this.#at, word));
  }

  /** An object without any value is null; one that ends inside a container is broken. */
  #endEarly(): ScanEnd {
    return this.facts.depth === 0 && matches(this.#bytes, this.#at, 'endobj') ? 'whole' : 'broken';
  }

  /** An object may be nothing but a reference to another one. */
  #perhapsReference(start: number): ScanEnd {
    if (this.#end - start < LONGEST_REFERENCE && !this.#isEndOfFile) return 'cut';
    this.#at = Math.max(this.#at, referenceEnd(this.#bytes, start, this.#end));
    return 'whole';
  }

  #junk(length: number): ScanEnd {
    return this.facts.depth === 0 ? 'broken' : this.#take('other', this.#at + length);
  }

  #take(kind: TokenKind, behind: number): ScanEnd {
    this.facts.take(kind, this.#at, behind, this.#end);
    this.#at = behind;
    return 'whole';
  }
}
