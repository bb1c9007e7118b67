import type { ByteSource } from '@rightsmith/core';
import type { PdfValue } from '../lex/values.js';
import type { CrossReference } from './entries.js';
import type { ObjectStream } from './object-stream.js';
import type { Patience } from './patience.js';

/** What a walk through all objects of a document needs of it. */
export interface ObjectSource {
  readonly source: ByteSource;
  readonly entries: CrossReference;
  readonly trailer: ReadonlyMap<string, PdfValue>;
  readonly patience: Patience;
  /** The decoded object stream of this number; undefined when there is none that can be read. */
  objectStream(number: number): Promise<ObjectStream | undefined>;
}
