import assert from 'node:assert/strict';
import fc from 'fast-check';
import { protectedName, unprotectedName, type NameStyle, type NamingRule } from '@rightsmith/core';
import { protectedNameInPlace, unprotectedNameInPlace } from '../../src/engine/output-name.js';

const KEEP: NamingRule = { kind: 'keep' };
const PFILE: NamingRule = {
  kind: 'suffix',
  suffix: '.pfile',
  prefixed: '.txt .xml .jt .jpg .jpeg .jpe .jfif .jif .jfi .png .tif .tiff .bmp .gif .giff'.split(' '),
};

/** What must not get from a file's inside into a name. */
const HOSTILE_EXTENSIONS = [
  '/../../etc/passwd',
  './x',
  '.a/b',
  '.a\\b',
  '\\..\\evil.exe',
  '..',
  '...',
  '.',
  '..txt',
  '.txt..',
  '.txt.',
  '.txt ',
  '.txt\u00a0',
  ':stream',
  '.txt:stream',
  '.txt::$DATA',
  '.t\0xt',
  '.txt\n',
  '.\u001b[31m',
  '.\u202etxt',
  '.t*t',
  '.t?t',
  '.<t>',
  '.a|b',
  '."t"',
  '.\ud800',
  '.tar.gz.exe',
  'txt',
  'CON',
  '\\\\.\\PhysicalDrive0',
  `.${'x'.repeat(64)}`,
  '',
];

describe('protectedName', () => {
  const cases: readonly (readonly [name: string, rule: NamingRule, expected: string, style?: NameStyle])[] = [
    ['a.txt', PFILE, 'a.ptxt'],
    ['a.vsd', PFILE, 'a.vsd.pfile'],
    ['a.TXT', PFILE, 'a.pTXT'],
    ['a.b.jpeg', PFILE, 'a.b.pjpeg'],
    ['a', PFILE, 'a.pfile'],
    ['.profile', PFILE, '.profile.pfile'],
    ['a.', PFILE, 'a..pfile'],
    ['a.pdf', PFILE, 'a.pdf.pfile'],
    ['a.ptxt', PFILE, 'a.ptxt.pfile'],
    ['a.pfile', PFILE, 'a.pfile.pfile'],
    ['a.txt', PFILE, 'a.txt.pfile', 'suffix'],
    ['a.vsd', PFILE, 'a.pvsd', 'prefix'],
    ['a', PFILE, 'a.pfile', 'prefix'],
    ['a.docx', KEEP, 'a-protected.docx'],
    ['a', KEEP, 'a-protected'],
    ['a.tar.gz', KEEP, 'a.tar-protected.gz'],
    ['a.docx', KEEP, 'a-protected.docx', 'suffix'],
  ];
  for (const [name, rule, expected, style] of cases) {
    it(`makes ${expected} of ${name} (${rule.kind}${style === undefined ? '' : `, ${style}`})`, () => {
      assert.equal(protectedName(name, rule, style), expected);
    });
  }

  it('leaves a name that does not change alone in place', () => {
    assert.equal(protectedNameInPlace('a.docx', KEEP), 'a.docx');
    assert.equal(protectedNameInPlace('a.txt', PFILE), 'a.ptxt');
  });
});

describe('unprotectedName', () => {
  const cases: readonly (readonly [name: string, rule: NamingRule, expected: string, extension?: string])[] = [
    ['a.ptxt', PFILE, 'a.txt'],
    ['a.pTXT', PFILE, 'a.TXT'],
    ['a.PTXT', PFILE, 'a.TXT'],
    ['a.vsd.pfile', PFILE, 'a.vsd'],
    ['a.vsd.PFILE', PFILE, 'a.vsd'],
    ['a.pfile', PFILE, 'a'],
    ['a.ppdf', PFILE, 'a.pdf'],
    ['a.PPDF', PFILE, 'a.PDF'],
    ['a.pjpg', PFILE, 'a.jpg'],
    ['a.pvsd', PFILE, 'a-unprotected.pvsd'],
    ['a.php', PFILE, 'a-unprotected.php'],
    ['a.docx', KEEP, 'a-unprotected.docx'],
    ['a-protected.docx', KEEP, 'a.docx'],
    ['-protected.docx', KEEP, '-protected-unprotected.docx'],
    ['a', KEEP, 'a-unprotected'],
    // The stored extension wins.
    ['a.pfile', PFILE, 'a.vsd', '.vsd'],
    ['a.txt.pfile', PFILE, 'a.docx', '.docx'],
    ['a.ptxt', PFILE, 'a.jpg', '.jpg'],
    ['a.pvsd', PFILE, 'a.vsd', '.vsd'],
    ['a.bin', PFILE, 'a.txt', '.txt'],
    ['a.txt', PFILE, 'a-unprotected.txt', '.txt'],
    ['a.pTXT', PFILE, 'a.TXT', '.txt'],
    ['.profile.pfile', PFILE, '.profile', '.profile'],
    // What is left after the suffix would stand for a folder, or for nothing.
    ['.pfile', PFILE, '.pfile-unprotected'],
    ['..pfile', PFILE, '.-unprotected.pfile'],
    ['...pfile', PFILE, '..-unprotected.pfile'],
    ['...pfile', PFILE, '...txt', '.txt'],
  ];
  for (const [name, rule, expected, extension] of cases) {
    it(`makes ${expected} of ${name} (${rule.kind}${extension === undefined ? '' : `, stored ${extension}`})`, () => {
      assert.equal(unprotectedName(name, rule, extension), expected);
    });
  }

  for (const extension of HOSTILE_EXTENSIONS) {
    it(`takes no notice of the stored extension ${JSON.stringify(extension.slice(0, 30))}`, () => {
      assert.equal(unprotectedName('a.vsd.pfile', PFILE, extension), 'a.vsd');
      assert.equal(unprotectedName('a.docx', KEEP, extension), 'a-unprotected.docx');
    });
  }

  it('leaves a name that does not change alone in place', () => {
    assert.equal(unprotectedNameInPlace('a-protected.docx', KEEP), 'a-protected.docx');
    assert.equal(unprotectedNameInPlace('a.ptxt', PFILE), 'a.txt');
  });
});

describe('output names', () => {
  const letters = fc.constantFrom(
    'a',
    'b',
    'p',
    'Z',
    '0',
    ' ',
    '_',
    '-',
    'ä',
    'ß',
    '日',
    '😀',
    '.txt',
    '.pfile',
    '.',
    '.p',
  );
  const names = fc.string({ unit: letters, minLength: 1, maxLength: 12 }).filter((name) => !/^\.*$/.test(name));
  const rules = fc.constantFrom(PFILE, KEEP);
  const stored = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.constantFrom(...HOSTILE_EXTENSIONS, '.txt'));
  const options = { seed: 7, numRuns: 2000 };

  it('lead back to the original', () => {
    fc.assert(
      fc.property(names, rules, (name, rule) => {
        assert.equal(unprotectedName(protectedName(name, rule), rule), name);
      }),
      options,
    );
  });

  it('are one component, never that of the input, never a folder', () => {
    fc.assert(
      fc.property(names, rules, stored, (name, rule, extension) => {
        for (const made of [protectedName(name, rule), unprotectedName(name, rule, extension)]) {
          assert.doesNotMatch(made, /[/\\\0]/);
          assert.doesNotMatch(made, /^\.*$/);
          assert.notEqual(made.toLowerCase(), name.toLowerCase());
        }
      }),
      options,
    );
  });

  for (const name of ['', '.', '..', 'a/b.txt', '/a', 'a\\b.txt', 'C:\\a.txt', 'a\0.txt']) {
    it(`refuse ${JSON.stringify(name)}`, () => {
      for (const rule of [PFILE, KEEP]) {
        assert.throws(() => protectedName(name, rule), { code: 'UsageError' });
        assert.throws(() => unprotectedName(name, rule), { code: 'UsageError' });
      }
    });
  }
});
