import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { corpusFile, corpusPath, describeWithCorpus } from '../../../../test/support/corpus.js';
import { copyInputs } from '../support/copy-inputs.js';
import { compoundBytes, openBytes, readStreams } from '../support/compound-bytes.js';

/** Files whose writers broke a rule: PowerPoint for Mac called the root R. */
const NOT_STRICT = ['documents/testPPT.ppt'];

describeWithCorpus('compound files made by real programs', () => {
  const names = [
    ...readdirSync(corpusPath('documents'))
      .filter((name) => /\.(doc|xls|ppt|msg|pub)$/.test(name))
      .map((name) => `documents/${name}`),
    'irm/testWORD_protected_drm.doc',
    'xps/EncryptedPackageWithProperties.xps',
  ];

  for (const name of names) {
    it(`${name} is read, and written with the same entries and contents`, async () => {
      const file = await openBytes(corpusFile(name));
      const copy = await openBytes(await compoundBytes(await copyInputs(file)), { strictness: 'strict' });
      assert.deepEqual(copy.root, file.root);
      assert.deepEqual(copy.entries, file.entries);
      assert.deepEqual(await readStreams(copy), await readStreams(file));
    });

    it(`${name} ${NOT_STRICT.includes(name) ? 'breaks' : 'keeps'} the rules of the format`, async () => {
      const opened = openBytes(corpusFile(name), { strictness: 'strict' });
      if (NOT_STRICT.includes(name)) await assert.rejects(opened, { code: 'CorruptFile' });
      else await opened;
    });
  }

  it('irm/testWORD_protected_drm.doc is what ooxml-irm.md §11.1 says', async () => {
    const file = await openBytes(corpusFile('irm/testWORD_protected_drm.doc'));
    assert.deepEqual([file.version, file.sectorSize, file.entries.length], [3, 512, 18]);
    assert.equal(file.root.classId, '00020906-0000-0000-c000-000000000046');
    assert.equal(file.root.created, undefined);
    assert.equal(file.root.modified?.toISOString(), '2018-10-05T21:20:56.546Z');
    const sizes = Object.fromEntries(
      ['1Table', 'WordDocument', '\u0001CompObj', '\tDRMContent', '\u0005SummaryInformation'].map((path) => [
        path,
        file.find(path)?.size,
      ]),
    );
    assert.deepEqual(sizes, {
      '1Table': 4096,
      WordDocument: 4148,
      '\u0001CompObj': 114,
      '\tDRMContent': 13_832,
      '\u0005SummaryInformation': 428,
    });
    const transform = '\u0006DataSpaces/TransformInfo/\tDRMTransform';
    assert.equal(file.find(`${transform}/\u0006Primary`)?.size, 42_376);
    assert.ok(file.find(transform)?.created instanceof Date);
  });
});
