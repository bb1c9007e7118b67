import type { CompoundFile } from '@rightsmith/compound-file';
import { CorruptFile, type FormatContext, type JsonObject } from '@rightsmith/core';
import { streamBytes } from '../data-spaces/stream-bytes.js';
import { officeChecksum, readChecksum } from './checksum.js';
import { readPropertySets } from './property-set.js';

/** The streams of a document's properties. */
export const SUMMARY_STREAM = '\u0005SummaryInformation';
export const DOCUMENT_SUMMARY_STREAM = '\u0005DocumentSummaryInformation';

/** Each with the stream that holds its checksum; ooxml-irm.md §8.3. */
const PROPERTY_STREAMS: readonly (readonly [stream: string, checksum: string])[] = [
  [SUMMARY_STREAM, 'EncryptedSIHash'],
  [DOCUMENT_SUMMARY_STREAM, 'EncryptedDSIHash'],
];

/** What the container tells of the properties that lie outside of the encryption. */
export interface ClearProperties extends JsonObject {
  readonly stream: string;
  /** Names only: their values are the document's business. Absent where they cannot be read. */
  readonly names?: readonly string[];
  /** Whether they are as the program left them that protected the document; absent without a checksum. */
  readonly checksum?: 'holds' | 'differs';
}

/** Lists the properties anybody can read, with a warning where somebody changed them since. @throws LimitReached */
export async function readClearProperties(
  file: CompoundFile,
  context: FormatContext,
): Promise<readonly ClearProperties[]> {
  const found: ClearProperties[] = [];
  for (const [stream, checksumStream] of PROPERTY_STREAMS) {
    if (file.find([stream])?.kind !== 'stream') continue;
    const structure = stream.slice(1);
    const bytes = await streamBytes(file, [stream], context.limits, { structure });
    const names = namesOf(bytes);
    const checksum = await compareChecksum(file, checksumStream, bytes, context);
    if (checksum === 'differs') context.warn('properties-changed', { structure });
    found.push({ stream, ...(names !== undefined && { names }), ...(checksum !== undefined && { checksum }) });
  }
  return found;
}

function namesOf(bytes: Uint8Array): readonly string[] | undefined {
  try {
    return readPropertySets(bytes).map(({ name }) => name);
  } catch (error) {
    if (error instanceof CorruptFile) return undefined;
    throw error;
  }
}

async function compareChecksum(
  file: CompoundFile,
  checksumStream: string,
  properties: Uint8Array,
  context: FormatContext,
): Promise<'holds' | 'differs' | undefined> {
  if (file.find([checksumStream])?.kind !== 'stream') return undefined;
  const bytes = await streamBytes(file, [checksumStream], context.limits, { structure: checksumStream });
  const expected = readChecksum(bytes);
  if (expected === undefined) return undefined;
  return expected === officeChecksum(properties) ? 'holds' : 'differs';
}
