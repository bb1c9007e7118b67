import { deflateSync } from 'node:zlib';
import { latin1 } from './build-pdf.js';

/** A PDF written piece by piece, for cross-references of every build. Texts are one byte a character. */
export class RawPdf {
  text: string;

  constructor(header = '%PDF-1.7\n') {
    this.text = header;
  }

  /** Adds a text and tells where it begins. */
  add(text: string): number {
    const offset = this.text.length;
    this.text += text;
    return offset;
  }

  object(number: number, value: string, generation = 0): number {
    return this.add(`${number} ${generation} obj\n${value}\nendobj\n`);
  }

  /** The file, ending with a pointer to its cross-reference. */
  end(start: number | string): Uint8Array {
    return latin1(`${this.text}startxref\n${start}\n%%EOF\n`);
  }
}

/** An entry of a table. */
export function entry(offset: number, generation = 0, kind = 'n'): string {
  return `${String(offset).padStart(10, '0')} ${String(generation).padStart(5, '0')} ${kind} \n`;
}

/** The text of a stream object with this data. */
export function rawStream(entries: string, data: Uint8Array): string {
  return `<<${entries}/Length ${data.length}>>\nstream\n${Buffer.from(data).toString('latin1')}\nendstream`;
}

/** The data of an object stream with these members, and the entries of its dictionary. */
export function objectStream(members: Readonly<Record<number, string>>): { data: Uint8Array; entries: string } {
  let body = '';
  const head = Object.entries(members).map(([number, text]) => {
    const place = `${number} ${body.length}`;
    body += `${text} `;
    return place;
  });
  const first = `${head.join(' ')} `;
  return { data: latin1(first + body), entries: `/Type/ObjStm/N ${head.length}/First ${first.length}` };
}

/** Rows of numbers as big-endian fields of these widths. */
export function fields(widths: readonly number[], rows: readonly (readonly number[])[]): Uint8Array {
  return Uint8Array.from(
    rows.flatMap((row) =>
      row.flatMap((value, column) => {
        const width = widths[column] ?? 0;
        return Array.from({ length: width }, (_, index) => Math.floor(value / 256 ** (width - 1 - index)) % 256);
      }),
    ),
  );
}

export function deflated(data: Uint8Array): Uint8Array {
  return new Uint8Array(deflateSync(data));
}
