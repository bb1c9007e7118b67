import { LimitReached, type FormatContext, type JsonObject } from '@rightsmith/core';
import { encodeLiteral } from '../lex/strings.js';
import { integerOf, isBoolean, isTrue, nameOf, numberOf, type PdfValue } from '../lex/values.js';
import { damaged } from '../xref/damage.js';
import type { PdfDocument } from '../xref/document.js';
import { decodeVersion1License } from './license-version-1.js';
import { FILTER_NAME, WRITTEN_VERSION } from './names.js';

/** What the encryption dictionary of a protected file says. */
export interface Encryption {
  /** Of the protection: 1 and below, or 2 and above. */
  readonly version: number;
  readonly license: Uint8Array;
  /** False: the document's metadata stream is not encrypted. */
  readonly encryptsMetadata: boolean;
  /** Its number, where it is an object of its own. */
  readonly objectNumber?: number;
  /** Its entries for `inspect`, by their own names. */
  readonly facts: JsonObject;
}

const STRUCTURE = 'encryption dictionary';

/** The dictionary to write, with the licence as a literal string; pdf-irm.md §3.1. Key order means nothing. */
export function writeEncryptionDictionary(license: Uint8Array, encryptsMetadata = true): Uint8Array {
  const string = new Uint8Array(license.length * 2 + 2);
  const length = encodeLiteral(license, string, 0);
  const filter = `/${FILTER_NAME}`;
  const entries =
    `/Filter ${filter}/V 5/CF<<${filter}<</Type/CryptFilter/CFM/None>>>>/StmF ${filter}/StrF ${filter}` +
    `/EncryptMetadata ${encryptsMetadata}/MicrosoftIRMVersion ${WRITTEN_VERSION}/PublishingLicense`;
  return Buffer.concat([Buffer.from(`<<${entries}`), string.subarray(0, length), Buffer.from('>>')]);
}

/** The name of the security handler a document is encrypted with; undefined: it is not encrypted. */
export async function securityHandlerOf(document: PdfDocument): Promise<string | undefined> {
  const value = document.trailer.get('Encrypt');
  if (value === undefined || (value.kind === 'word' && value.text === 'null')) return undefined;
  return nameOf((await document.entriesOf(value)).get('Filter')) ?? '';
}

/**
 * Reads the encryption dictionary of a document whose security handler is ours.
 *
 * @throws CorruptFile when there is no licence in it; LimitReached naming `licenseBytes`
 */
export async function readEncryption(document: PdfDocument, context: FormatContext): Promise<Encryption> {
  const value = document.trailer.get('Encrypt');
  const entries = await document.entriesOf(value);
  const entry = (key: string): Promise<PdfValue> => document.get(entries.get(key));
  const stored = await entry('PublishingLicense');
  if (stored.kind !== 'string') throw damaged('The file is encrypted, but holds no licence.', STRUCTURE);
  const version = numberOf(await entry('MicrosoftIRMVersion')) ?? 0;
  const license = version > 1 ? stored.bytes : await decodeVersion1License(stored.bytes, context.limits);
  const { licenseBytes } = context.limits;
  if (license.length > licenseBytes) throw tooLarge(license.length, licenseBytes);
  const metadata = await entry('EncryptMetadata');
  return {
    version,
    license,
    encryptsMetadata: !isBoolean(metadata) || isTrue(metadata),
    ...(value?.kind === 'reference' && { objectNumber: value.number }),
    facts: await entryFacts(entry),
  };
}

async function entryFacts(entry: (key: string) => Promise<PdfValue>): Promise<JsonObject> {
  const [filters, version] = [await entry('CF'), integerOf(await entry('V'))];
  const [streams, strings] = [nameOf(await entry('StmF')), nameOf(await entry('StrF'))];
  const [metadata, irmVersion] = [await entry('EncryptMetadata'), numberOf(await entry('MicrosoftIRMVersion'))];
  return {
    ...(version !== undefined && { V: version }),
    CF: filters.kind === 'dictionary' ? [...filters.entries.keys()] : [],
    ...(streams !== undefined && { StmF: streams }),
    ...(strings !== undefined && { StrF: strings }),
    ...(isBoolean(metadata) && { EncryptMetadata: isTrue(metadata) }),
    ...(irmVersion !== undefined && { MicrosoftIRMVersion: irmVersion }),
  };
}

function tooLarge(length: number, maximum: number): LimitReached {
  return new LimitReached(`The licence has ${length} bytes; the limit is ${maximum}.`, {
    limit: 'licenseBytes',
    maximum,
    where: { structure: STRUCTURE },
  });
}
