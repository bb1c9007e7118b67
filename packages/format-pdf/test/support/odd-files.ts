import { buildPdf, latin1, ONE_PAGE, stream } from './build-pdf.js';

const withResources = (objects: readonly string[]): Uint8Array =>
  // The trailer keeps them in reach for whoever drops what nothing refers to.
  buildPdf({
    objects: [...ONE_PAGE, ...objects],
    trailer: `/Kept[${objects.map((_, index) => `${index + 4} 0 R`).join(' ')}]`,
  });

/** Files that break no rule, or only rules that all readers forgive. */
export const ODD_FILES: Readonly<Record<string, Uint8Array>> = {
  'junk before the header': onePageWithHeader('junk\n%PDF-1.7\n'),
  'comments between tokens': withResources(['<</A % (no string\n(string)/B[1%]\r2]>>']),
  'nested and escaped parentheses': withResources([
    '[(a(b(c)d)e)(\\(\\)\\\\)(\\\r\n)(\r\n)(\r)(\\053\\53\\0053\\400)]',
  ]),
  'hexadecimal strings of odd length and with blanks': withResources(['[<abc><><4 1\n4 2><ABCDEF0>]']),
  'names with escapes': withResources(['<</A#20B/C#2f/#54ype/Sig/Contents(clear)>>', '<</T#79pe/X/Contents(secret)>>']),
  'numbers in many spellings': withResources(['[-.5 +1 1. 00 0.00000000 -0 .0 4.]']),
  'strings without blanks around them': withResources(['<</A(b)/C<64>/E[(f)(g)<>()]/H/I/J(k)>>']),
  'empty strings and streams': withResources(['[()<>]', stream('')]),
  'a stream that holds an end keyword': withResources([stream('a\nendstream\nendobj\n5 0 obj\n(no object)\nb')]),
  'an indirect length': withResources(['<</Length 5 0 R>>\nstream\nabc\nendstream', '3']),
  'a length with blanks and comments': withResources(['<</Length%c\n 3 %d\n>>stream\nabc\nendstream']),
  'carriage returns': withResources(['<</Length 3>>\r\nstream\r\nabc\r\nendstream\r']),
  'data up to the keyword': withResources(['<</Length 3>>stream\nabcendstream']),
  'a signature field': withResources(['<</FT/Sig/Contents(alternate text)/Rect[0 0 1 1]>>']),
  'all bytes in a string': withResources([`(${allBytes()})`]),
  'a generation above 0': latin1(
    Buffer.from(withResources(['(text)']))
      .toString('latin1')
      .replace('4 0 obj', '4 3 obj')
      .replace('4 0 R', '4 3 R')
      .replace(/(\d{10}) 00000 n \ntrailer/, '$1 00003 n \ntrailer'),
  ),
};

function onePageWithHeader(header: string): Uint8Array {
  return buildPdf({ header, objects: ONE_PAGE });
}

function allBytes(): string {
  return Array.from({ length: 256 }, (_, code) => {
    const character = String.fromCharCode(code);
    return '()\\\r'.includes(character) ? `\\${code.toString(8).padStart(3, '0')}` : character;
  }).join('');
}
