/** A PDF laid out by hand, apart from the code under test, with a table for a cross-reference. */
export interface PdfParts {
  /** Everything up to the first object. */
  readonly header?: string;
  /** Objects without `n g obj` and `endobj`, from number 1 on. */
  readonly objects: readonly string[];
  /** Entries of the trailer beside `Size` and `Root`, which is object 1. */
  readonly trailer?: string;
}

/** The catalog and the page tree of a document of one empty page: objects 1 to 3. */
export const ONE_PAGE: readonly string[] = [
  '<</Type/Catalog/Pages 2 0 R>>',
  '<</Type/Pages/Count 1/Kids[3 0 R]>>',
  '<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>',
];

/** Text is taken as one byte a character. */
export function buildPdf({ header = '%PDF-1.7\n', objects, trailer = '' }: PdfParts): Uint8Array {
  let text = header;
  const junk = Math.max(0, header.indexOf('%PDF'));
  const entries = objects.map((object, index) => {
    const offset = text.length - junk;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  const start = text.length - junk;
  text += `xref\n0 ${size}\n0000000000 65535 f \n${entries.join('')}`;
  text += `trailer\n<</Size ${size}/Root 1 0 R${trailer}>>\nstartxref\n${start}\n%%EOF\n`;
  return latin1(text);
}

/** A document of one page with more objects, from number 4 on. */
export function onePageWith(...objects: readonly string[]): Uint8Array {
  return buildPdf({ objects: [...ONE_PAGE, ...objects] });
}

/** A stream object with the right length. */
export function stream(data: string, entries = ''): string {
  return `<</Length ${data.length}${entries}>>\nstream\n${data}\nendstream`;
}

/** The bytes of a text of one byte a character. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
