import { writeCompoundFile, type CompoundInput, type StreamInput, type StreamWriter } from '@rightsmith/compound-file';
import { decodeLicense, encodeLicense, encryptContent, throwIfAborted } from '@rightsmith/core';
import type { ByteSink, ByteSource, Envelope, FormatContext } from '@rightsmith/core';
import { placeholderOf } from './binary/placeholder.js';
import { LENGTH_BYTES } from './content.js';
import { dataSpaceEntries } from './data-spaces/container-entries.js';
import { BINARY_NAMES, OPC_NAMES } from './data-spaces/names.js';
import { labelInfoToWrite } from './labels/label-info-to-write.js';
import { requirePlain } from './required.js';

/** Writes a container around a document, which lies in it byte for byte: a package as MIP SDK lays it out, a binary document behind a visible one. */
export async function wrap(
  source: ByteSource,
  envelope: Envelope,
  sink: ByteSink,
  context: FormatContext,
): Promise<void> {
  const document = await requirePlain(source, context);
  const names = document.kind === 'opc' ? OPC_NAMES : BINARY_NAMES;
  const now = new Date(context.clock.now());
  const placeholder = document.kind === 'binary' ? await placeholderOf(document.application) : undefined;
  const entries: readonly CompoundInput[] = [
    { kind: 'storage', path: [], classId: placeholder?.classId, modified: now },
    ...dataSpaceEntries({
      names,
      license: containerLicense(envelope.license, context),
      labelInfo: await labelInfoToWrite(document, envelope, context),
      now,
    }),
    ...(placeholder?.streams ?? []),
    contentEntry([names.content], source, envelope, context),
  ];
  throwIfAborted(context.signal);
  await writeCompoundFile(entries, sink, { signal: context.signal });
}

/** The licence in the encoding of containers: UTF-8 without byte order mark; licenses.md §9. */
export function containerLicense(license: Uint8Array, { limits }: FormatContext): Uint8Array {
  return encodeLicense(decodeLicense(license, limits).text, 'utf8');
}

/** The protected stream: the length, then whole segments, filled with zeros and never ended as final; ooxml-irm.md §7. */
function contentEntry(
  path: readonly string[],
  source: ByteSource,
  { cipher }: Envelope,
  context: FormatContext,
): StreamInput {
  const size = LENGTH_BYTES + Math.ceil(source.size / cipher.segmentSize) * cipher.segmentSize;
  const write: StreamWriter['write'] = async (sink, { signal }) => {
    const length = new Uint8Array(LENGTH_BYTES);
    new DataView(length.buffer).setBigUint64(0, BigInt(source.size), true);
    await sink.write(length);
    await encryptContent(source, cipher, sink, {
      final: false,
      fill: true,
      signal,
      progress: (bytesDone) => {
        context.progress(bytesDone);
      },
    });
  };
  return { kind: 'stream', path, content: { size, write } };
}
