import type { ByteSource, ContainerFacts, FormatContext, JsonObject } from '@rightsmith/core';
import { readLabels } from './labels/read-labels.js';
import { integerOf, numberOf, type PdfValue } from './lex/values.js';
import { decodeTextString } from './labels/text-string.js';
import { fitnessOf } from './refuse/obstacles.js';
import { findProtection, type Protection } from './wrapper/find-protection.js';
import { md5Of } from './wrapper/payload-digest.js';
import { openProtected, type ProtectedDocument } from './wrapper/protected-document.js';
import { countObjects } from './xref/count-objects.js';
import { openDocument, type PdfDocument } from './xref/document.js';

/** Reads both documents of a protected file as far as they are in the clear; of a plain one what stands against protecting it. */
export async function inspect(source: ByteSource, context: FormatContext): Promise<ContainerFacts> {
  const document = await openDocument(source, context);
  const protection = await findProtection(document);
  switch (protection.kind) {
    case 'none':
    case 'other':
      return unprotectedFacts(source, document, protection, context);
    default:
      return protectedFacts(document, protection, context);
  }
}

async function unprotectedFacts(
  source: ByteSource,
  document: PdfDocument,
  protection: Protection,
  context: FormatContext,
): Promise<ContainerFacts> {
  const isPlain = protection.kind === 'none';
  const { obstacles } = await fitnessOf(document, protection, context.settings);
  return {
    status: isPlain ? 'plain' : 'other-protection',
    ...(isPlain && { contentLength: source.size }),
    labels: isPlain ? await readLabels(document, context) : [],
    obstacles,
    encryptedFacts: [],
    container: { headerVersion: document.version },
  };
}

async function protectedFacts(
  outer: PdfDocument,
  protection: Protection,
  context: FormatContext,
): Promise<ContainerFacts> {
  const document = await openProtected(outer, protection, context);
  try {
    const { encryption } = document;
    return {
      status: 'protected',
      version: encryption.version > 1 ? '2' : '1',
      license: encryption.license,
      originalExtension: '.pdf',
      cipherHint: 'the mode the licence names, mostly CBC4K',
      labels: protection.kind === 'bare' ? [] : await readLabels(outer, context),
      obstacles: [],
      encryptedFacts: ['cipherMode', 'contentLength', 'documentInformation', 'documentLabels'],
      container: await containerFacts(document, context),
    };
  } finally {
    await document.close();
  }
}

/** docs/reference/formats/pdf.md lists them. */
async function containerFacts(document: ProtectedDocument, context: FormatContext): Promise<JsonObject> {
  const { outer, inner, protection, encryption } = document;
  const { objects, objectStreams, streams } = await countObjects(inner);
  return {
    headerVersion: outer.version,
    wrapper: protection.kind === 'bare' ? 'none' : protection.kind,
    ...(protection.kind === 'version-2' && {
      encryptedPayload: await encryptedPayloadFacts(outer, protection.encryptedPayload),
    }),
    payload: await payloadFacts(document, context),
    encryption: { ...encryption.facts, licenseLength: encryption.license.length },
    objects,
    objectStreams,
    encryptedStreams: streams,
    idLengths: await idLengths(inner),
  };
}

async function payloadFacts(document: ProtectedDocument, context: FormatContext): Promise<JsonObject> {
  const { outer, inner, payload, protection } = document;
  const md5 = await md5Of(payload, context.signal);
  const facts = { headerVersion: inner.version, size: payload.size, md5 };
  if (protection.kind !== 'version-2' || protection.payload.value.kind !== 'dictionary') return facts;
  const parameters = await outer.entriesOf(protection.payload.value.entries.get('Params'));
  const statedSize = integerOf(await outer.get(parameters.get('Size')));
  const checksum = await outer.get(parameters.get('CheckSum'));
  const statedMd5 = checksum.kind === 'string' ? Buffer.from(checksum.bytes).toString('hex') : undefined;
  if ((statedSize ?? payload.size) !== payload.size || (statedMd5 ?? md5) !== md5) {
    context.warn('checksum-mismatch', { structure: 'Params' });
  }
  return { ...facts, ...(statedSize !== undefined && { statedSize }), ...(statedMd5 !== undefined && { statedMd5 }) };
}

/** The standard makes the version a name, Microsoft an integer; pdf-irm.md §2.1. */
async function encryptedPayloadFacts(
  document: PdfDocument,
  entries: ReadonlyMap<string, PdfValue>,
): Promise<JsonObject> {
  const [subtype, version] = [await document.get(entries.get('Subtype')), await document.get(entries.get('Version'))];
  const text = textOf(version);
  return {
    ...(subtype.kind === 'name' && { subtype: subtype.name }),
    ...(text !== undefined && { version: numberOf(version) ?? text }),
  };
}

function textOf(value: PdfValue): string | undefined {
  switch (value.kind) {
    case 'name':
      return value.name;
    case 'string':
      return decodeTextString(value.bytes);
    case 'word':
      return value.text === 'null' ? undefined : value.text;
    default:
      return undefined;
  }
}

/** Microsoft's software encrypts the halves of the identifier, which makes them 32 bytes long; pdf-irm.md §3.5. */
async function idLengths(document: PdfDocument): Promise<readonly number[]> {
  const id = await document.get(document.trailer.get('ID'));
  const halves = id.kind === 'array' ? id.items.slice(0, 2) : [];
  return halves.flatMap((half) => (half.kind === 'string' ? [half.bytes.length] : []));
}
