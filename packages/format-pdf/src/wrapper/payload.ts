import { pipeline } from 'node:stream/promises';
import { createInflate } from 'node:zlib';
import { bytesSource, RightsmithError, sliceSource, sourceStream, throwIfAborted } from '@rightsmith/core';
import type { ByteSink, ByteSource, FormatContext } from '@rightsmith/core';
import type { PdfDocument, PdfObject } from '../xref/document.js';
import { damaged } from '../xref/damage.js';
import { inflatesTooFar } from '../xref/bounded-output.js';
import { filtersOf } from '../xref/filters.js';

/** The protected document inside its wrapper. */
export interface Payload {
  readonly source: ByteSource;
  /** Frees what was made for it; the wrapper's source stays open. Idempotent. */
  close(): Promise<void>;
}

/** A protected document is mostly ciphertext, which cannot be inflated so many times as large. */
const LARGEST_RATIO = 16;

/**
 * The embedded file of a wrapper, its filters undone: as it lies in the file, or inflated to scratch space.
 *
 * @throws UnsupportedFormat for filters that are not known here; CorruptFile; LimitReached naming `inflatedBytes`; Aborted
 */
export async function openPayload(
  document: PdfDocument,
  { value, stream }: PdfObject,
  context: FormatContext,
): Promise<Payload> {
  if (value.kind !== 'dictionary' || stream === undefined) throw damaged('The embedded file is no stream.', 'EF');
  const stored = sliceSource(document.source, stream.offset, stream.length);
  const filters = filtersOf(await document.structureEntries(value.entries));
  const [first] = filters;
  if (first === undefined) return { source: stored, close: () => stored.close() };
  if (filters.length > 1 || first.name !== 'FlateDecode' || first.parameters !== undefined) {
    // As no known program stores it, so it need not be fast.
    const decoded = bytesSource(await document.streamData({ value, stream }));
    return { source: decoded, close: () => decoded.close() };
  }
  const spool = await context.spool();
  try {
    await inflateTo(stored, spool, context);
    return { source: await spool.source(), close: () => spool.close() };
  } catch (error) {
    await spool.close();
    throw error;
  }
}

/** Inflates a source into a sink, up to a limit. */
async function inflateTo(source: ByteSource, sink: ByteSink, { limits, signal }: FormatContext): Promise<void> {
  throwIfAborted(signal);
  const maximum = Math.max(limits.inflatedBytes, source.size * LARGEST_RATIO);
  let inflated = 0;
  try {
    await pipeline(sourceStream(source, undefined, { signal }), createInflate(), async (chunks) => {
      for await (const chunk of chunks as AsyncIterable<Uint8Array>) {
        throwIfAborted(signal);
        inflated += chunk.length;
        if (inflated > maximum) throw inflatesTooFar(maximum);
        await sink.write(chunk);
      }
    });
  } catch (error) {
    if (RightsmithError.is(error)) throw error;
    throw damaged('The embedded file cannot be inflated.', 'embedded file', undefined, error);
  }
}
