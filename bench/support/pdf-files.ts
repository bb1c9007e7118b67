import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';

const IMAGES = 42;
const IMAGE_BYTES = 1_229_000;
const ELEMENTS = 330_000;

/** A document of 42 pages with an image of noise on each, 51 MB, and the size of its largest object in bytes. */
export function imagesPdf(): { readonly bytes: Uint8Array; readonly largestObject: number } {
  const file = new PdfFile();
  const pages: number[] = [];
  let largestObject = 0;
  for (let image = 0; image < IMAGES; image++) {
    const data = deflateSync(randomBytes(IMAGE_BYTES));
    largestObject = Math.max(largestObject, data.length);
    const entries = '/Type/XObject/Subtype/Image/Width 1000/Height 1229/BitsPerComponent 8/ColorSpace/DeviceGray';
    const picture = file.add(Buffer.concat(stream(`${entries}/Filter/FlateDecode`, data)));
    const content = file.add(Buffer.concat(stream('', Buffer.from('q 612 0 0 792 0 0 cm /I Do Q'))));
    pages.push(
      file.add(
        `<</Type/Page/Parent 1 0 R/MediaBox[0 0 612 792]/Contents ${content} 0 R` +
          `/Resources<</XObject<</I ${picture} 0 R>>>>>>`,
      ),
    );
  }
  return { bytes: file.end(pages, ''), largestObject };
}

/** A document whose structure has 330,000 small elements with four strings each, 57 MB. */
export function elementsPdf(): Uint8Array {
  const file = new PdfFile();
  const page = file.add('<</Type/Page/Parent 1 0 R/MediaBox[0 0 612 792]>>');
  const root = file.reserve();
  const kids: number[] = [];
  for (let element = 0; element < ELEMENTS; element++) {
    const number = String(element);
    kids.push(
      file.add(
        `<</Type/StructElem/S/Span/P ${root} 0 R/Pg ${page} 0 R/ID(element ${number})/T(Title of ${number})` +
          `/Alt(What is to be seen at ${number})/ActualText<${Buffer.from(number).toString('hex')}>>>`,
      ),
    );
  }
  file.set(root, `<</Type/StructTreeRoot/K[${kids.map((kid) => `${kid} 0 R`).join(' ')}]>>`);
  return file.end([page], `/StructTreeRoot ${root} 0 R`);
}

function stream(entries: string, data: Uint8Array): Uint8Array[] {
  return [Buffer.from(`<<${entries}/Length ${data.length}>>\nstream\n`), data, Buffer.from('\nendstream')];
}

/** A PDF in the making, with the page tree as object 1. */
class PdfFile {
  readonly #objects: (Uint8Array | string)[] = [''];

  add(object: Uint8Array | string): number {
    return this.#objects.push(object);
  }

  reserve(): number {
    return this.add('');
  }

  set(number: number, object: string): void {
    this.#objects[number - 1] = object;
  }

  /** The whole file, with these pages and entries of the catalog. */
  end(pages: readonly number[], catalogEntries: string): Uint8Array {
    this.set(1, `<</Type/Pages/Count ${pages.length}/Kids[${pages.map((page) => `${page} 0 R`).join(' ')}]>>`);
    const root = this.add(`<</Type/Catalog/Pages 1 0 R${catalogEntries}>>`);
    const parts: Uint8Array[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
    let offset = parts[0]!.length;
    const entries = this.#objects.map((object, index) => {
      const start = offset;
      const bytes = Buffer.concat([
        Buffer.from(`${index + 1} 0 obj\n`),
        Buffer.from(object),
        Buffer.from('\nendobj\n'),
      ]);
      parts.push(bytes);
      offset += bytes.length;
      return `${String(start).padStart(10, '0')} 00000 n \n`;
    });
    const size = entries.length + 1;
    const table = `xref\n0 ${size}\n0000000000 65535 f \n${entries.join('')}`;
    parts.push(Buffer.from(`${table}trailer\n<</Size ${size}/Root ${root} 0 R>>\nstartxref\n${offset}\n%%EOF\n`));
    return Buffer.concat(parts);
  }
}
