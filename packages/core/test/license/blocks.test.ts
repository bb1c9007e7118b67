import assert from 'node:assert/strict';
import { describeWithCorpus } from '../../../../test/support/corpus.js';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { splitBlocks } from '../../src/license/blocks.js';
import { decodeLicense, encodeLicense } from '../../src/license/encoding.js';
import { expectedLicenses, licenseFile, sha256 } from './corpus-licenses.js';

const BODY = '<BODY type="LICENSE"><ISSUER /><ISSUEDPRINCIPALS /></BODY>';

describe('blocks of a licence', () => {
  it('are cut out exactly, whatever white space is between them', () => {
    const first =
      '<XrML version="1.2"\r\n xmlns="" purpose="Content-License"><BODY type = "LICENSE">\r\n</BODY>\n</XrML >';
    const second = `<XrML>${BODY}<SIGNATURE/></XrML>`;
    const blocks = splitBlocks(`<?xml version="1.0"?>\r\n${first}\n ${second}\n`);
    assert.deepEqual(
      blocks.map(({ text }) => text),
      [first, second],
    );
    assert.equal(blocks[0]?.bodyText, '<BODY type = "LICENSE">\r\n</BODY>');
    assert.equal(blocks[0].purpose, 'Content-License');
    assert.equal(blocks[1]?.bodyText, BODY);
    assert.equal(blocks[1].purpose, undefined);
  });

  it('say that the licence is damaged where it is no XML', () => {
    assert.throws(() => splitBlocks('<XrML><BODY></XrML>'), {
      code: 'CorruptFile',
      where: { structure: 'licence' },
      message: 'The licence is damaged.',
    });
  });

  it('tell the types of body and descriptor', () => {
    const [block] = splitBlocks(
      '<XrML><BODY type="LICENSE"><DESCRIPTOR><OBJECT type="Machine-Certificate" /></DESCRIPTOR></BODY></XrML>',
    );
    assert.equal(block?.bodyType, 'LICENSE');
    assert.equal(block.descriptorType, 'Machine-Certificate');
  });

  const refused: readonly (readonly [string, string])[] = [
    ['no block at all', '<?xml version="1.0"?>'],
    ['another root element', `<LICENSE>${BODY}</LICENSE>`],
    ['a root element in another case', `<xrml>${BODY}</xrml>`],
    ['a block without a body', '<XrML><SIGNATURE/></XrML>'],
    ['an empty block', '<XrML/>'],
    ['a second body', `<XrML>${BODY}${BODY}<SIGNATURE/></XrML>`],
    ['a second body behind the signature', `<XrML>${BODY}<SIGNATURE/>${BODY}</XrML>`],
    ['a signature before the body', `<XrML><SIGNATURE/>${BODY}</XrML>`],
    ['a second signature', `<XrML>${BODY}<SIGNATURE/><SIGNATURE/></XrML>`],
    ['an element beside body and signature', `<XrML>${BODY}<WORK/></XrML>`],
    ['text beside body and signature', `<XrML>${BODY}text<SIGNATURE/></XrML>`],
    ['a body in the body', `<XrML><BODY><WORK>${BODY}</WORK></BODY></XrML>`],
    ['a signature in the body', '<XrML><BODY><WORK><SIGNATURE/></WORK></BODY></XrML>'],
    ['a block in the body', `<XrML><BODY><XrML>${BODY}</XrML></BODY></XrML>`],
    ['a block in the signature', `<XrML>${BODY}<SIGNATURE><OBJECT><XrML>${BODY}</XrML></OBJECT></SIGNATURE></XrML>`],
    ['a body in the signature', `<XrML>${BODY}<SIGNATURE>${BODY}</SIGNATURE></XrML>`],
    ['an issuer in the signature', `<XrML>${BODY}<SIGNATURE><ISSUER/></SIGNATURE></XrML>`],
    ['a second issuer', '<XrML><BODY><ISSUER/><ISSUER/></BODY></XrML>'],
    ['an issuer deeper in the body', '<XrML><BODY><ISSUER/><WORK><ISSUER/></WORK></BODY></XrML>'],
    ['an issuer only deeper in the body', '<XrML><BODY><WORK><ISSUER/></WORK></BODY></XrML>'],
    ['an issuer in the issuer', '<XrML><BODY><ISSUER><ISSUER/></ISSUER></BODY></XrML>'],
    ['a second list of principals', '<XrML><BODY><ISSUEDPRINCIPALS/><ISSUEDPRINCIPALS/></BODY></XrML>'],
    ['a list of principals deeper in the body', '<XrML><BODY><WORK><ISSUEDPRINCIPALS/></WORK></BODY></XrML>'],
    ['a body type twice', '<XrML><BODY type="LICENSE" type="Microsoft Rights Label"/></XrML>'],
    ['a second descriptor', '<XrML><BODY><DESCRIPTOR/><DESCRIPTOR/></BODY></XrML>'],
    ['a DTD', `<!DOCTYPE XrML><XrML>${BODY}</XrML>`],
    ['a comment', `<XrML>${BODY}<!-- --></XrML>`],
  ];
  for (const [title, text] of refused)
    it(`are refused with ${title}`, () => {
      assert.throws(() => splitBlocks(text), { code: 'CorruptFile' });
    });

  it('are counted', () => {
    const limits = { ...DEFAULT_LIMITS, licenseBlocks: 2 };
    const block = `<XrML>${BODY}</XrML>`;
    assert.equal(splitBlocks(block.repeat(2), limits).length, 2);
    assert.throws(() => splitBlocks(block.repeat(3), limits), { code: 'LimitReached', limit: 'licenseBlocks' });
  });

  it('of which the second is refused name the second', () => {
    assert.throws(() => splitBlocks(`<XrML>${BODY}</XrML><XrML/>`), {
      code: 'CorruptFile',
      where: { structure: 'licence block 1' },
    });
  });
});

describeWithCorpus('blocks of real licences', () => {
  for (const [name, expected] of expectedLicenses())
    it(`are found in ${name} and give its bytes back`, () => {
      const bytes = licenseFile(name);
      const { text, encoding, trailingNuls } = decodeLicense(bytes);
      const blocks = splitBlocks(text);
      assert.equal(trailingNuls, expected.trailingNulChars);
      assert.equal(encoding, ENCODINGS[expected.encoding]);
      assert.deepEqual(
        blocks.map((block) => [block.bodyType, block.purpose ?? null, block.descriptorType ?? null]),
        expected.blocks.map((block) => [block.bodyType, block.purpose, block.descriptorType]),
      );
      const rest = blocks.reduce((left, block) => left.replace(block.text, ''), text);
      assert.match(rest, /^(<\?xml version="1\.0"\?>)?\s*$/);
      assert.equal(sha256(encodeLicense(text + '\0'.repeat(trailingNuls), encoding)), expected.sha256OfFile);
    });
});

const ENCODINGS = { 'utf-8 no BOM': 'utf8', 'utf-8 with BOM': 'utf8-bom', 'utf-16le no BOM': 'utf16le' } as const;
