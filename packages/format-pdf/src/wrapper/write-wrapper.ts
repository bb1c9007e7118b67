import type { ByteSink, FormatContext, Label } from '@rightsmith/core';
import { array, reference, string, type PdfValue } from '../lex/values.js';
import { writeCrossReference, type WrittenObjects } from '../rewrite/cross-reference.js';
import { OutputFile } from '../rewrite/output-file.js';
import { BINARY_MARK } from '../rewrite/rewrite.js';
import { ObjectTexts } from './object-texts.js';
import { PayloadStream } from './payload-stream.js';
import { addNotice, infoText, metadataText, payloadEntries, specificationText } from './wrapper-objects.js';

/** What stands in the clear around a protected document. */
export interface Wrapper {
  readonly labels: readonly Label[];
  /** Where the link on the page leads. */
  readonly helpUrl: string;
}

/** Bytes of one half of a file's identifier. */
export const ID_BYTES = 16;

/**
 * Writes an unencrypted wrapper document (ISO 32000-2 §7.6.7) with the names and keys of Microsoft's, pdf-irm.md §2; the page
 * is our own. `writePayload` writes the protected document, which is embedded as it comes: its size, checksum and length stand
 * behind it.
 */
export async function writeWrapper(
  { labels, helpUrl }: Wrapper,
  writePayload: (sink: ByteSink) => Promise<void>,
  sink: ByteSink,
  context: FormatContext,
): Promise<void> {
  const objects = new ObjectTexts();
  const catalog = objects.reserve();
  const info = objects.add(infoText(labels));
  const metadata = objects.add(metadataText(labels));
  const page = addNotice(objects, helpUrl);
  const specification = objects.reserve();
  const payload = objects.reserve();
  objects.set(specification, specificationText(payload));
  objects.set(catalog, `<</Type/Catalog${page}/Metadata ${metadata} 0 R${payloadEntries(specification)}>>`);

  const output = new OutputFile(sink);
  await output.writeText(`%PDF-2.0\n${BINARY_MARK}`);
  for (const [number, text] of objects.all()) if (number !== payload) await writeObject(output, number, text);
  await embed(output, payload, writePayload);

  const id = string(context.random.bytes(ID_BYTES));
  const trailer = new Map<string, PdfValue>([
    ['Root', reference(catalog)],
    ['Info', reference(info)],
    ['ID', array([id, id])],
  ]);
  await writeCrossReference(output, plainObjects(output), trailer);
}

/** Writes the embedded file, and behind it the three objects that tell its size, checksum and length. */
async function embed(
  output: OutputFile,
  payload: number,
  writePayload: (sink: ByteSink) => Promise<void>,
): Promise<void> {
  const [size, checksum, length] = [payload + 1, payload + 2, payload + 3];
  const entries =
    `/Type/EmbeddedFile/Subtype/application#2Fpdf/Params<</Size ${size} 0 R/CheckSum ${checksum} 0 R>>` +
    `/Length ${length} 0 R`;
  const stream = new PayloadStream(output, (filter) => {
    output.addObject(payload, output.offset);
    return `${payload} 0 obj\n<<${entries}${filter}>>\nstream\n`;
  });
  await writePayload(stream);
  const end = await stream.end();
  await output.writeText('\nendstream\nendobj\n');
  await writeObject(output, size, String(end.size));
  await writeObject(output, checksum, `<${end.checksum}>`);
  await writeObject(output, length, String(end.length));
}

async function writeObject(output: OutputFile, number: number, text: string): Promise<void> {
  output.addObject(number, output.offset);
  await output.writeText(`${number} 0 obj\n${text}\nendobj\n`);
}

/** A small document has its objects all in the clear and of generation 0. */
function plainObjects({ size }: OutputFile): WrittenObjects {
  return { size, streamNumber: size, largestIndex: -1, generationOf: () => 0, compressedPlaceOf: () => undefined };
}
