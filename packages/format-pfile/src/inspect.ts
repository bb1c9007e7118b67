import { labelsInXmp, LimitReached, readExactly } from '@rightsmith/core';
import type { ByteSource, ContainerFacts, FormatContext, JsonObject } from '@rightsmith/core';
import { readExtension } from './extension.js';
import { contentRegion, regionsOverlap, versionText, type PfileHeader, type Region } from './header.js';
import { readHeaderBehind } from './read-header.js';
import { readSignature } from './signature.js';

/** Reads header, extension, licence and metadata, never the content. */
export async function inspect(source: ByteSource, context: FormatContext): Promise<ContainerFacts> {
  const signature = await readSignature(source);
  if (signature === undefined) return plainFacts(source);
  const header = await readHeaderBehind(signature, source);
  if (regionsOverlap(header, source.size)) {
    context.warn('regions-overlap', { structure: 'fixed header', offset: header.fixedHeader.offset });
  }
  const { limits } = context;
  const license = await readLimited(source, header.license, 'licence', 'licenseBytes', limits.licenseBytes);
  const metadata =
    header.metadata && (await readLimited(source, header.metadata, 'metadata', 'metadataBytes', limits.metadataBytes));
  const originalExtension = await readExtension(source, header, context);
  return {
    status: 'protected',
    version: versionText(header.version),
    license,
    ...(originalExtension !== undefined && { originalExtension }),
    cipherHint: cipherHint(header),
    labels: metadata === undefined ? [] : labelsInXmp(metadata, limits),
    obstacles: [],
    encryptedFacts: ['cipherMode', 'contentLength'],
    container: containerFacts(header, source.size),
  };
}

function plainFacts(source: ByteSource): ContainerFacts {
  return {
    status: 'plain',
    contentLength: source.size,
    labels: [],
    obstacles: [],
    encryptedFacts: [],
    container: {},
  };
}

async function readLimited(
  source: ByteSource,
  region: Region,
  structure: string,
  limit: 'licenseBytes' | 'metadataBytes',
  maximum: number,
): Promise<Uint8Array> {
  if (region.length <= maximum) return readExactly(source, region.offset, region.length, structure);
  throw new LimitReached(`The ${structure} has ${region.length} bytes; the limit is ${maximum}.`, {
    limit,
    maximum,
    where: { structure, offset: region.offset },
  });
}

function cipherHint(header: PfileHeader): string {
  return header.version.major > 2
    ? 'the mode the licence names, mostly CBC4K'
    : 'CBC4K, or CBC512 if the licence names it (ECB is read as CBC4K)';
}

/** The header's numbers as stored; docs/reference/formats/pfile.md lists them. */
function containerFacts(header: PfileHeader, fileSize: number): JsonObject {
  const originalSize = Number(header.originalSize);
  return {
    versionMajor: header.version.major,
    versionMinor: header.version.minor,
    redirect: { ...header.redirect },
    fixedHeader: { ...header.fixedHeader },
    extension: { ...header.extension },
    license: { ...header.license },
    ...(header.metadata && { metadata: { ...header.metadata } }),
    content: { ...contentRegion(header, fileSize) },
    // Larger than any file: the writer did not know it.
    ...(Number.isSafeInteger(originalSize) && { originalSize }),
  };
}
