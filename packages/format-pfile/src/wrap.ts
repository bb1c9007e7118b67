import { cipherLength, encryptContent, throwIfAborted, UnsupportedFormat } from '@rightsmith/core';
import type { ByteSink, ByteSource, Envelope, FormatContext } from '@rightsmith/core';
import { extensionToStore } from './extension.js';
import { REDIRECT_TEXT } from './redirect-text.js';
import { encodeFixedHeader, encodePrelude, layOut } from './write-header.js';

/** What Microsoft's own programs write since 2016; pfile.md §3. */
const WRITTEN_VERSION = { major: 3, minor: 0 } as const;

const REDIRECT: Uint8Array = new TextEncoder().encode(REDIRECT_TEXT);

/** Bytes of a cipher block, to which content without padding is filled up. */
const BLOCK_SIZE = 16;

/** Writes a PFILE 3.0 around content of known size. */
export async function wrap(
  source: ByteSource,
  envelope: Envelope,
  sink: ByteSink,
  context: FormatContext,
): Promise<void> {
  const { mode } = envelope.cipher;
  // Only for its refusals: what the mode cannot carry is found out before anything is written.
  cipherLength(mode, mode === 'CBC4K' ? source.size : Math.ceil(source.size / BLOCK_SIZE) * BLOCK_SIZE);
  await writeFile(source, BigInt(source.size), envelope, sink, context);
}

/**
 * Writes a PFILE 3.0 around content of unknown size.
 *
 * @throws UnsupportedFormat (`length-needed`) for modes without padding, where the header has to name the size
 */
export async function wrapStream(
  stream: ReadableStream<Uint8Array>,
  envelope: Envelope,
  sink: ByteSink,
  context: FormatContext,
): Promise<void> {
  const { mode } = envelope.cipher;
  if (mode !== 'CBC4K') {
    throw new UnsupportedFormat(`A PFILE in mode ${mode} needs to know how long its content is.`, {
      reason: 'length-needed',
      hint: 'Give a file instead of a stream.',
    });
  }
  await writeFile(stream, undefined, envelope, sink, context);
}

async function writeFile(
  content: ByteSource | ReadableStream<Uint8Array>,
  originalSize: bigint | undefined,
  envelope: Envelope,
  sink: ByteSink,
  context: FormatContext,
): Promise<void> {
  throwIfAborted(context.signal);
  await sink.write(encodeStart(envelope, originalSize));
  await encryptContent(content, envelope.cipher, sink, {
    fill: true,
    signal: context.signal,
    progress: (bytesDone) => {
      context.progress(bytesDone);
    },
  });
}

/** Everything before the content. New files have no metadata: what label-aware programs put there (pfile.md §4) is theirs. */
function encodeStart({ license, name }: Envelope, originalSize: bigint | undefined): Uint8Array {
  const extension = extensionToStore(name);
  const header = layOut({
    version: WRITTEN_VERSION,
    redirectLength: REDIRECT.length,
    extensionLength: extension.length,
    licenseLength: license.length,
    metadataLength: 0,
    originalSize,
  });
  return Buffer.concat([encodePrelude(header), REDIRECT, encodeFixedHeader(header), extension, license]);
}
