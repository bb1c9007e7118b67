import {
  labelsInXmp,
  readExactly,
  sourceStream,
  throwIfAborted,
  type ByteSink,
  type ByteSource,
  type FormatContext,
  type Label,
} from '@rightsmith/core';
import { contentRegion, type PfileHeader, type Region } from './header.js';
import { readHeader } from './read-header.js';
import { encodeFixedHeader, encodePrelude, layOut } from './write-header.js';

/**
 * The same file with another licence: version, texts, metadata, original size and content stay byte for byte; the regions get
 * the usual order. Where it is to have other labels, which its licence names, metadata that tells labels is left out: it is free,
 * unsigned space (pfile.md §4) that would contradict the licence.
 */
export async function relicense(
  source: ByteSource,
  license: Uint8Array,
  sink: ByteSink,
  context: FormatContext,
  labels?: readonly Label[],
): Promise<void> {
  const old = await readHeader(source);
  const metadata = labels !== undefined && (await tellsLabels(source, old, context)) ? undefined : old.metadata;
  const header = layOut({
    version: old.version,
    redirectLength: old.redirect.length,
    extensionLength: old.extension.length,
    licenseLength: license.length,
    metadataLength: metadata?.length ?? 0,
    originalSize: old.originalSize,
    reserved: old.reserved,
  });
  const copy = (region: Region, progress?: (bytesDone: number) => void): Promise<void> =>
    copyRegion(source, region, sink, { signal: context.signal, progress });
  throwIfAborted(context.signal);
  await sink.write(encodePrelude(header));
  await copy(old.redirect);
  await sink.write(encodeFixedHeader(header));
  await copy(old.extension);
  await sink.write(license);
  if (metadata !== undefined) await copy(metadata);
  await copy(contentRegion(old, source.size), (bytesDone) => {
    context.progress(bytesDone);
  });
}

async function tellsLabels(source: ByteSource, { metadata }: PfileHeader, { limits }: FormatContext): Promise<boolean> {
  if (metadata === undefined || metadata.length > limits.metadataBytes) return false;
  return labelsInXmp(await readExactly(source, metadata.offset, metadata.length, 'metadata'), limits).length > 0;
}

async function copyRegion(
  source: ByteSource,
  region: Region,
  sink: ByteSink,
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: ((bytesDone: number) => void) | undefined },
): Promise<void> {
  let bytesDone = 0;
  for await (const bytes of sourceStream(source, region, { signal })) {
    await sink.write(bytes);
    bytesDone += bytes.length;
    progress?.(bytesDone);
  }
}
