import assert from 'node:assert/strict';
import { ObjectScanner } from '../../src/lex/object-scanner.js';
import { parseValue } from '../../src/lex/parse-value.js';
import { valueText } from '../../src/lex/write-value.js';
import { latin1 } from '../support/build-pdf.js';

/** A value as it stands in a file, and as it is written anew: names and strings resolved, everything else as it was. */
const VALUES: Readonly<Record<string, string>> = {
  null: 'null',
  ' \0\t\n\f\r true': 'true',
  '% a comment\r false': 'false',
  '[1 -2 +3 .5 -.5 1. 00 --3 0.00000000 1e5]': '[1 -2 +3 .5 -.5 1. 00 --3 0.00000000 1e5]',
  '[1 0 R 2 0 1 0 R 3 0 R]': '[1 0 R 2 0 1 0 R 3 0 R]',
  '1 0 R': '1 0 R',
  '[1 0 Rx 1\n0\rR 1%\n0 R]': '[1 0 Rx 1 0 R 1 0 R]',
  '[/a/b/ /c#20d/#4a#4B/#zz/e#2]': '[/a /b / /c#20d /JK /#23zz /e#232]',
  '[/A;Name_With-Various***Characters?/1.2/$$/@pattern/.notdef]':
    '[/A;Name_With-Various***Characters? /1.2 /$$ /@pattern /.notdef]',
  '(simple)': '(simple)',
  '(nested (parentheses (deep)) are kept)': '(nested \\(parentheses \\(deep\\)\\) are kept)',
  '(\\(\\)\\\\)': '(\\(\\)\\\\)',
  '(\\101\\1012\\53x\\7)': '<414132 2b78 07>'.replaceAll(' ', ''),
  '(\\400\\777)': '<00ff>',
  '(a\\\nb\\\r\nc\\\rd)': '(abcd)',
  '(a\nb\r\nc\rd)': '<610a620a630a64>',
  '(\\n\\r\\t\\b\\f)': '<0a0d09080c>',
  '(\\x\\q\\8)': '(xq8)',
  '(a%b)': '(a%b)',
  '()': '()',
  '<48 65\n6c6C 6f>': '(Hello)',
  '<4>': '(@)',
  '<414>': '(A@)',
  '<>': '()',
  '<4z1x>': '(A)',
  '<</a/b/c(d)/e<66>>>': '<</a /b /c (d) /e (f)>>',
  '<</a 1/a 2>>': '<</a 2>>',
  '<</a>>': '<</a null>>',
  '<</a 1 /b>>': '<</a 1 /b null>>',
  '<</a 1 0 R junk/b 2>>': '<</a 1 0 R /b 2>>',
  '[<</a[<</b[]>>]>>[[]]]': '[<</a [<</b []>>]>> [[]]]',
  '[1%]\n2]': '[1 2]',
  '[>>1]': '[null 1]',
  '[}{1]': '[null null 1]',
};

/** What is no whole value, and what the scanner calls it: `cut` where more bytes could mend it. */
const UNFINISHED: Readonly<Record<string, string>> = {
  '': 'cut',
  ' % only a comment': 'cut',
  '(no end': 'cut',
  '(no \\) end \\': 'cut',
  '(one (of two)': 'cut',
  '<4142': 'cut',
  '[1 2': 'cut',
  '<</a 1': 'cut',
  '<</a 1>': 'cut',
  '<': 'cut',
  '[1 2 endobj': 'broken',
  '<</a 1 stream': 'broken',
  '<</a [1 >> endobj': 'broken',
  stream: 'broken',
  ')': 'broken',
  ']': 'broken',
  '>>': 'broken',
  '{': 'broken',
};

describe('a value in a PDF', () => {
  for (const [text, expected] of Object.entries(VALUES)) {
    it(`is read: ${JSON.stringify(text)}`, () => {
      assert.equal(normalised(valueText(read(text))), normalised(expected));
    });

    it(`ends where it ends, whatever comes behind: ${JSON.stringify(text)}`, () => {
      const scanner = new ObjectScanner();
      const bytes = latin1(`${text} endobj (junk`);
      assert.equal(scanner.scan(bytes, 0, bytes.length, true), 'whole');
      assert.equal(scanner.valueEnd, text.length);
    });

    it(`is not taken for whole before it is: ${JSON.stringify(text)}`, () => {
      const bytes = latin1(`${text} `.padEnd(text.length + 64));
      const whole = scan(bytes, bytes.length);
      for (let end = 0; end < text.length; end++) {
        const outcome = scan(bytes, end);
        assert.ok(outcome === 'cut' || (end > 0 && outcome === whole), `${outcome} at ${end}`);
      }
    });
  }

  for (const [text, expected] of Object.entries(UNFINISHED)) {
    it(`is missed where it is not whole: ${JSON.stringify(text)}`, () => {
      const bytes = latin1(text);
      assert.equal(new ObjectScanner().scan(bytes, 0, bytes.length, true), expected);
    });
  }

  it('is null where an object ends at once', () => {
    const bytes = latin1(' endobj');
    const scanner = new ObjectScanner();
    assert.equal(scanner.scan(bytes, 0, bytes.length, true), 'whole');
    assert.equal(scanner.valueStart, scanner.valueEnd);
  });

  for (const [title, text] of Object.entries({
    arrays: '['.repeat(100_000),
    dictionaries: '<</a'.repeat(100_000),
    'closed arrays': '['.repeat(100_000) + ']'.repeat(100_000),
  })) {
    it(`is refused with 100,000 ${title} inside each other`, () => {
      const bytes = latin1(text);
      assert.equal(new ObjectScanner().scan(bytes, 0, bytes.length, true), 'too-deep');
    });
  }

  it('is taken with 500 arrays inside each other', () => {
    const text = '['.repeat(500) + ']'.repeat(500);
    assert.equal(valueText(read(text)), text);
  });
});

describe('the strings of an object that stay clear', () => {
  const cases: Readonly<Record<string, readonly number[]>> = {
    '<</Type/Sig/Contents<00>/M(x)>>': [1, 0],
    '<</Contents<00>/M(x)/Type/Sig>>': [1, 0],
    '<</Type/DocTimeStamp/Contents(x)>>': [1],
    '<</#54ype/S#69g/Contents(x)>>': [1],
    '<</FT/Sig/Contents(x)>>': [1],
    '<</FT/Sig/Type/Annot/Contents(x)>>': [0],
    '<</Type/Annot/Contents(x)>>': [0],
    '<</Contents(x)>>': [0],
    '<</Type/Sig/Contents[(x)]>>': [0],
    '<</V<</Type/Sig/Contents(x)/Reason(y)>>/Contents(z)>>': [1, 0, 0],
    '[<</Type/Sig/Contents(x)>>(y)]': [1, 0],
    '<</Type/Sig/Contents(x)/Contents(y)>>': [0, 1],
    '<</Type/Sig/Cert(x)/Contents 5 0 R>>': [0],
  };
  for (const [text, clear] of Object.entries(cases)) {
    it(`are those of signatures: ${text}`, () => {
      const bytes = latin1(text);
      const scanner = new ObjectScanner();
      assert.equal(scanner.scan(bytes, 0, bytes.length, true), 'whole');
      const { facts } = scanner;
      assert.deepEqual([...facts.stringsClear.subarray(0, facts.stringCount)], clear);
    });
  }
});

function read(text: string): ReturnType<typeof parseValue> {
  const bytes = latin1(text);
  const scanner = new ObjectScanner();
  assert.equal(scanner.scan(bytes, 0, bytes.length, true), 'whole');
  return parseValue(bytes, scanner.valueStart, scanner.valueEnd);
}

/** With more of the file behind `end`. */
function scan(bytes: Uint8Array, end: number): string {
  return new ObjectScanner().scan(bytes, 0, end, false);
}

/** Blanks between tokens mean nothing. */
function normalised(text: string): string {
  return text.replaceAll(/ ?(?=[/[(<])/g, '').replaceAll(/(?<=[\])>]) /g, '');
}
