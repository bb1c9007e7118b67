import { AlreadyProtected, throwIfAborted, UnsupportedFormat, writeBehind } from '@rightsmith/core';
import type { ByteSink, ByteSource, Envelope, FormatContext } from '@rightsmith/core';
import { encryption } from './cipher/encryption.js';
import { array, integerOf, reference, string, type PdfValue } from './lex/values.js';
import { checkMissing } from './refuse/missing-objects.js';
import { fitnessOf } from './refuse/obstacles.js';
import { rewrite } from './rewrite/rewrite.js';
import { keptTrailer, moveStrings } from './rewrite/trailer.js';
import { writeEncryptionDictionary } from './wrapper/encryption-dictionary.js';
import { findProtection } from './wrapper/find-protection.js';
import { ID_BYTES, writeWrapper } from './wrapper/write-wrapper.js';
import { openDocument, type PdfDocument } from './xref/document.js';

/** Bytes that the object takes which says how a file is linearized. */
const LARGEST_PARAMETERS = 4096;

/** Writes the document encrypted, inside a wrapper; pdf-irm.md §5. */
export async function wrap(
  source: ByteSource,
  { license, cipher, labels }: Envelope,
  sink: ByteSink,
  helpUrl: string,
  context: FormatContext,
): Promise<void> {
  throwIfAborted(context.signal);
  const document = await openDocument(source, context);
  await refuse(document, context);
  await document.mend();
  await checkMissing(document, context);
  if (await isLinearized(document)) context.warn('linearization-lost');
  const { trailer, entries } = document;
  const encryptNumber = entries.size;
  const root = trailer.get('Root');
  const newTrailer = keptTrailer(trailer);
  const moved = moveStrings(newTrailer, encryptNumber + 1);
  const rewriting = {
    moved,
    cipher: encryption(cipher),
    dropsCryptFilters: true,
    // In an encrypted file the catalog must not stand in an object stream; pdf-irm.md §4.
    ...(root?.kind === 'reference' && entries.isCompressed(root.number) && { lifted: root.number }),
    added: { number: encryptNumber, value: writeEncryptionDictionary(license) },
    trailer: newTrailer.set('Encrypt', reference(encryptNumber)).set('ID', await identifier(document, context)),
  };
  const writePayload = (payload: ByteSink): Promise<void> => rewrite(document, rewriting, payload, context);
  await writeBehind(sink, (output) => writeWrapper({ labels, helpUrl }, writePayload, output, context));
}

/** @throws AlreadyProtected, UnsupportedFormat */
async function refuse(document: PdfDocument, context: FormatContext): Promise<void> {
  const protection = await findProtection(document);
  if (!['none', 'other'].includes(protection.kind)) throw new AlreadyProtected('The PDF is protected already.');
  const { obstacles, losesSignature } = await fitnessOf(document, protection, context.settings);
  const [obstacle] = obstacles;
  if (obstacle !== undefined) throw new UnsupportedFormat(obstacle.message, { reason: obstacle.reason });
  if (losesSignature) context.warn('signature-lost');
}

/** The file's identifier, which an encrypted file must have: its own if that is whole, else a new one. Never encrypted. */
async function identifier(document: PdfDocument, { random }: FormatContext): Promise<PdfValue> {
  const id = await document.get(document.trailer.get('ID'));
  const halves: PdfValue[] = [];
  for (const item of id.kind === 'array' ? id.items.slice(0, 2) : []) halves.push(await document.get(item));
  if (halves.length === 2 && halves.every(({ kind }) => kind === 'string')) return array(halves);
  const fresh = string(random.bytes(ID_BYTES));
  return array([fresh, fresh]);
}

/** Whether the file is arranged for reading from the network, which its first object says; ISO 32000-2 annex F. */
async function isLinearized(document: PdfDocument): Promise<boolean> {
  const [first, second] = document.entries.plainInFileOrder();
  if (first === undefined || second === undefined) return false;
  if (document.entries.offsetOf(second) - document.entries.offsetOf(first) > LARGEST_PARAMETERS) return false;
  const entries = await document.entriesOf(reference(first));
  return entries.has('Linearized') && integerOf(entries.get('L')) === document.source.size;
}
