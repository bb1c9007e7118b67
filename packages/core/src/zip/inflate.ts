import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { GrowingBytes } from '../bytes/growing-bytes.js';
import type { ByteSource } from '../bytes/source.js';
import { sourceStream } from '../bytes/source-stream.js';
import { RightsmithError, throwIfAborted } from '../errors.js';
import { corruptZip } from './zip-errors.js';

/**
 * Inflates raw DEFLATE data, handing on what comes out until `take` says that it is enough.
 *
 * @throws CorruptFile; what source and `take` throw; Aborted
 */
export async function inflateInto(
  packed: ByteSource,
  take: (bytes: Uint8Array) => Promise<'more' | 'enough'>,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  throwIfAborted(signal);
  const end = { isEnough: false };
  try {
    await pipeline(sourceStream(packed, undefined, { signal }), createInflateRaw(), async (chunks) => {
      for await (const chunk of chunks as AsyncIterable<Uint8Array>) {
        if ((await take(chunk)) === 'more') continue;
        end.isEnough = true;
        // The only way to end a pipeline early in order.
        throw new Error('enough');
      }
    });
  } catch (cause) {
    if (end.isEnough) return;
    throwIfAborted(signal);
    throw RightsmithError.is(cause) ? cause : corruptZip('Compressed data of a ZIP archive are damaged.', cause);
  }
}

/** All that data inflate to, up to a limit. @throws as {@link inflateInto}; `tooLarge()` beyond the limit */
export async function inflateUpTo(
  packed: ByteSource,
  maximum: number,
  context: { readonly signal: AbortSignal },
  tooLarge: () => Error,
): Promise<Uint8Array> {
  const bytes = new GrowingBytes();
  await inflateInto(
    packed,
    (chunk) => {
      if (bytes.view().length + chunk.length > maximum) throw tooLarge();
      bytes.append(chunk);
      return Promise.resolve('more');
    },
    context,
  );
  return bytes.view();
}

/** The first `length` bytes that data inflate to; fewer where they give no more. @throws as {@link inflateInto} */
export async function inflateBeginning(
  packed: ByteSource,
  length: number,
  context: { readonly signal: AbortSignal },
): Promise<Uint8Array> {
  const bytes = new GrowingBytes();
  await inflateInto(
    packed,
    (chunk) => {
      bytes.append(chunk);
      return Promise.resolve(bytes.view().length < length ? 'more' : 'enough');
    },
    context,
  );
  return bytes.view().subarray(0, length);
}
