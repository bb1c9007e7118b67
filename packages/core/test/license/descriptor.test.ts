import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describeWithCorpus } from '../../../../test/support/corpus.js';
import { splitBlocks } from '../../src/license/blocks.js';
import { parseLocalizedNames, readDescriptor } from '../../src/license/descriptor.js';
import { decodeLicense } from '../../src/license/encoding.js';
import { parseXml } from '../../src/license/xml.js';
import { licenseFile } from './corpus-licenses.js';

describe('names of a descriptor', () => {
  const texts: readonly (readonly [string, string, readonly (readonly [number, string, string])[]])[] = [
    ['one entry', 'LCID 1033:NAME A:DESCRIPTION B;\n', [[1033, 'A', 'B']]],
    [
      'entries in two languages',
      'LCID 1033:NAME A:DESCRIPTION B;\nLCID 1031:NAME C:DESCRIPTION D;\n',
      [
        [1033, 'A', 'B'],
        [1031, 'C', 'D'],
      ],
    ],
    ['a blank before and no line end', ' LCID 1033:NAME A:DESCRIPTION B;', [[1033, 'A', 'B']]],
    [
      'entries without line ends',
      'LCID 1033:NAME A:DESCRIPTION B; LCID 1031:NAME C:DESCRIPTION D;',
      [
        [1033, 'A', 'B'],
        [1031, 'C', 'D'],
      ],
    ],
    ['colons and semicolons', 'LCID 1033:NAME A:B;C:DESCRIPTION D;E:F;;\n', [[1033, 'A:B;C', 'D;E:F;']]],
    [
      'the beginning of an entry inside a text',
      'LCID 1:NAME A;LCID 2:NAME B:DESCRIPTION C;\n',
      [[1, 'A;LCID 2:NAME B', 'C']],
    ],
    ['a line end inside a text', 'LCID 1:NAME A:DESCRIPTION B;\nC;\n', [[1, 'A', 'B;\nC']]],
    [
      'a line separator that is no line end',
      'LCID 1:NAME A\u2028LCID 2:NAME B:DESCRIPTION C;\n',
      [[1, 'A\u2028LCID 2:NAME B', 'C']],
    ],
    ['no semicolon at the end', 'LCID 1033:NAME A;B:DESCRIPTION C', [[1033, 'A;B', 'C']]],
    ['no description', 'LCID 1033:NAME A;\n', [[1033, 'A', '']]],
    ['a blank before the last semicolon', 'LCID 1046:NAME A:DESCRIPTION B. ;\n', [[1046, 'A', 'B. ']]],
    ['nothing', '', []],
    ['another text', 'Microsoft Machine-Certificate', []],
    ['a language that is no number', 'LCID x:NAME A:DESCRIPTION B;\n', []],
  ];
  for (const [title, text, entries] of texts)
    it(`are read from ${title}`, () => {
      assert.deepEqual(
        parseLocalizedNames(text).map(({ lcid, name, description }) => [lcid, name, description]),
        entries,
      );
    });

  it('come back as they were written, whatever is in them but line ends', () => {
    const words = fc.array(fc.constantFrom('a', ' ', ';', ':', 'LCID 7:NAME ', 'NAME', '大', '😀'), { maxLength: 6 });
    const text = words.map((parts) => parts.join(''));
    const entry = fc.record({ lcid: fc.nat(70_000), name: text, description: text }, { noNullPrototype: true });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 4 }), (entries) => {
        const written = entries.map(
          ({ lcid, name, description }) => `LCID ${lcid}:NAME ${name}:DESCRIPTION ${description};\n`,
        );
        assert.deepEqual(parseLocalizedNames(written.join('')), entries);
      }),
      { seed: 8, numRuns: 500 },
    );
  });

  it('are found among millions of beginnings', () => {
    assert.equal(parseLocalizedNames('\n LCID 1:NAME '.repeat(200_000)).length, 200_000);
    assert.equal(parseLocalizedNames(`LCID 1:NAME ${' ;'.repeat(2_000_000)}`).length, 1);
  });
});

describe('descriptor', () => {
  const read = (object: string): unknown => readDescriptor(parseXml(`<BODY><DESCRIPTOR>${object}</DESCRIPTOR></BODY>`));

  it('gives its id in lower case without braces, or as it stands when it is no GUID', () => {
    const guid = '{ABAEA924-E243-44EC-BCC1-53EAEBD827FA}';
    assert.deepEqual(read(`<OBJECT><ID>${guid}</ID></OBJECT>`), { id: guid.slice(1, -1).toLowerCase(), names: [] });
    assert.deepEqual(read('<OBJECT><ID>{x}</ID></OBJECT>'), { id: '{x}', names: [] });
    assert.deepEqual(read('<OBJECT><NAME>n</NAME></OBJECT>'), { id: '', names: [], name: 'n' });
  });

  it('is optional', () => {
    assert.equal(readDescriptor(parseXml('<BODY />')), undefined);
    assert.equal(read(''), undefined);
  });
});

describeWithCorpus('descriptor of a real licence', () => {
  it('gives the names in all forty languages', () => {
    const [block] = splitBlocks(decodeLicense(licenseFile('sdk-ptxt-android_template_01.xml')).text);
    const { names } = readDescriptor(block!.body)!;
    assert.equal(new Set(names.map(({ lcid }) => lcid)).size, 40);
    assert.deepEqual(
      names.filter(({ lcid }) => lcid === 1041).map(({ name }) => name),
      ['Microsoft Corporation - 社外秘'],
    );
    for (const { name, description } of names) {
      assert.match(name, /^Microsoft Corporation/);
      assert.doesNotMatch(description, /LCID|;\s*$/);
    }
  });
});
