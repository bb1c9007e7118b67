/** A font that every reader has, and what has to be known of it; ISO 32000-2 §9.6.2.2. */
export interface StandardFont {
  readonly name: string;
  /** Of the characters from blank to tilde, in thousandths of the font size. */
  readonly widths: readonly number[];
  /** The entries of its descriptor beside type and name. */
  readonly descriptor: string;
}

export const FIRST_CHARACTER = 0x20;
export const LAST_CHARACTER = 0x7e;

export const HELVETICA: StandardFont = {
  name: 'Helvetica',
  widths: numbers(`
    278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556
    1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556
    333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584`),
  descriptor: '/Flags 32/FontBBox[-166 -225 1000 931]/ItalicAngle 0/Ascent 718/Descent -207/CapHeight 718/StemV 88',
};

export const HELVETICA_BOLD: StandardFont = {
  name: 'Helvetica-Bold',
  widths: numbers(`
    278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333 333 584 584 584 611
    975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333 278 333 584 556
    333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 333 611 556 778 556 556 500 389 280 389 584`),
  descriptor: '/Flags 32/FontBBox[-170 -228 1003 962]/ItalicAngle 0/Ascent 718/Descent -207/CapHeight 718/StemV 140',
};

/** How wide an ASCII text is at font size 1. */
export function textWidth(text: string, { widths }: StandardFont): number {
  let width = 0;
  for (let index = 0; index < text.length; index++) width += widths[text.charCodeAt(index) - FIRST_CHARACTER] ?? 0;
  return width / 1000;
}

/** An ASCII text in lines that are at most `maximum` wide at font size 1, unless a single word is wider. */
export function wrapText(text: string, font: StandardFont, maximum: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, font) > maximum) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

function numbers(text: string): readonly number[] {
  return text.trim().split(/\s+/).map(Number);
}
