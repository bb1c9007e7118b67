import JSZip from 'jszip';

/** Content types of main parts, for tests that need a document of some kind. */
export const WORD_MAIN = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';

const TIME = new Date('2026-01-02T03:04:06Z');

/** Parts by name; the value is XML or bytes. */
export type Parts = Readonly<Record<string, string | Uint8Array>>;

/** A package with this main part, made by jszip, and others beside it. */
export async function buildPackage(mainType: string = WORD_MAIN, others: Parts = {}): Promise<Uint8Array> {
  return zipOf({
    '[Content_Types].xml':
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      '<Default Extension="xml" ContentType="application/xml"/>' +
      `<Override PartName="/main.xml" ContentType="${mainType}"/></Types>`,
    '_rels/.rels':
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
      '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="main.xml"/>' +
      '</Relationships>',
    'main.xml': '<main>Dear reader</main>',
    ...others,
  });
}

/** A ZIP file of these entries. */
export function zipOf(parts: Parts): Promise<Uint8Array> {
  const zip = new JSZip();
  for (const [name, content] of Object.entries(parts)) zip.file(name, content, { date: TIME, createFolders: false });
  return zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' });
}

/** The same ZIP file with bytes nobody looks at between entries and directory, so that it has exactly `size`; undefined where it is larger. */
export function stretchedTo(zip: Uint8Array, size: number, filler: Uint8Array): Uint8Array | undefined {
  const extra = size - zip.length;
  if (extra < 0) return undefined;
  const stretched = new Uint8Array(size);
  const end = new DataView(zip.buffer, zip.byteOffset).getUint32(zip.length - 6, true);
  stretched.set(zip.subarray(0, end));
  stretched.set(filler.subarray(0, extra), end);
  stretched.set(zip.subarray(end), end + extra);
  new DataView(stretched.buffer).setUint32(size - 6, end + extra, true);
  return stretched;
}

/** The parts of a package as an independent reader finds them, each unpacked and checked. */
export async function partsOf(zip: Uint8Array): Promise<ReadonlyMap<string, string>> {
  const loaded = await JSZip.loadAsync(zip, { checkCRC32: true });
  const parts = new Map<string, string>();
  for (const [name, entry] of Object.entries(loaded.files)) {
    if (!entry.dir) parts.set(name, Buffer.from(await entry.async('uint8array')).toString('latin1'));
  }
  return parts;
}
