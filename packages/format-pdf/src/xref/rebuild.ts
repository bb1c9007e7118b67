import type { ByteSource } from '@rightsmith/core';
import { dictionary, type PdfDictionary } from '../lex/values.js';
import { isDamage } from './damage.js';
import { CrossReference } from './entries.js';
import { ObjectStream } from './object-stream.js';
import type { CrossReferenceChain } from './read-chain.js';
import { searchFile, type Find } from './search-file.js';
import type { StreamDecryptor, StructureDecoder } from './structure-decoder.js';

/**
 * The cross-reference of a file as its objects show it: of each number the last object that stands in the file, and the last
 * trailer that names a catalog. Members of object streams that cannot be read are left out; they may be encrypted.
 */
export async function rebuild(
  source: ByteSource,
  decoder: StructureDecoder,
  signal: AbortSignal,
  decrypt: StreamDecryptor | undefined,
): Promise<CrossReferenceChain> {
  const entries = new CrossReference(source.size);
  let trailer: PdfDictionary | undefined;
  for await (const find of searchFile(source, signal)) {
    const { object, dictionary: found } = find;
    if (object !== undefined) {
      entries.forget(object.number);
      entries.addPlain(object.number, object.offset, object.generation);
      await addMembers(decoder, decrypt, find, entries);
    }
    if (find.isTrailer && found?.entries.has('Root') === true) trailer = found;
  }
  return { entries, trailer: trailer ?? dictionary({}) };
}

async function addMembers(
  decoder: StructureDecoder,
  decrypt: StreamDecryptor | undefined,
  { object, objectStream, dictionary: found }: Find,
  entries: CrossReference,
): Promise<void> {
  if (object === undefined || objectStream === undefined || found === undefined) return;
  try {
    const plain = await decoder.decode(objectStream, found.entries, decrypt);
    for (const [index, number] of new ObjectStream(plain, found.entries).numbers.entries()) {
      entries.forget(number);
      entries.addCompressed(number, object.number, index);
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
}
