import type { ObjectCipher } from '../cipher/object-cipher.js';
import type { PdfValue } from '../lex/values.js';

/** A value that becomes an object. */
export interface MovedObject {
  readonly number: number;
  readonly value: PdfValue;
}

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
  /** Objects that stood in the trailer. */
  readonly moved?: readonly MovedObject[];
  /** An object that is added behind all others; written as it is. */
  readonly added?: { readonly number: number; readonly value: Uint8Array };
  /** Entries of the trailer beside those that any rewriting sets anew. */
  readonly trailer: ReadonlyMap<string, PdfValue>;
}
