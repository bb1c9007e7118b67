import { bytesSource, defaultFormatContext, type FormatContext } from '@rightsmith/core';
import { openDocument, type PdfDocument } from '../../src/xref/document.js';
import { valueText } from '../../src/lex/write-value.js';
import { watchedContext } from './watched-context.js';

/** A document that is open, and the warnings that opening it gave. */
export interface OpenPdf {
  readonly document: PdfDocument;
  readonly warnings: readonly string[];
  /** The object of this number as tokens; undefined when there is none. */
  readonly object: (number: number) => Promise<string | undefined>;
  /** The stored bytes of its stream, as text of one character a byte. */
  readonly data: (number: number) => Promise<string | undefined>;
}

export async function openPdf(file: Uint8Array, overrides: Partial<FormatContext> = {}): Promise<OpenPdf> {
  const context = watchedContext(overrides);
  const document = await openDocument(bytesSource(file), defaultFormatContext(context));
  return {
    document,
    warnings: context.warnings,
    object: async (number) => {
      const object = await document.object(number);
      return object && valueText(object.value);
    },
    data: async (number) => {
      const stream = (await document.object(number))?.stream;
      if (stream === undefined) return undefined;
      return Buffer.from(await document.source.read(stream.offset, stream.length)).toString('latin1');
    },
  };
}
