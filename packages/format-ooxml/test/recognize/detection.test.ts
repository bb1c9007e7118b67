import assert from 'node:assert/strict';
import { bytesSource, DEFAULT_LIMITS, FormatRegistry } from '@rightsmith/core';
import { ooxml } from '@rightsmith/format-ooxml';
import { encrypt } from 'officecrypto-tool';
import { writeDataSpaceMap } from '../../src/data-spaces/data-space-map.js';
import { writeDefinition } from '../../src/data-spaces/definition.js';
import { uint32 } from '../../src/data-spaces/fields.js';
import type { ProtectionNames } from '../../src/data-spaces/names.js';
import { writeTransformHeader } from '../../src/data-spaces/transform.js';
import { corpusFile, describeWithCorpus } from '../../../../test/support/corpus.js';
import { buildPackage, zipOf } from '../support/build-package.js';
import { compoundFileOf, streamOf, withStreams } from '../support/containers.js';
import { placeholderFile } from '../support/placeholder-files.js';
import { detected, inspected, unwrapped, wrapped } from '../support/protecting.js';
import { workbookWith } from '../support/workbook-with.js';

const text = (characters: string): Uint8Array => new TextEncoder().encode(characters);
const docx = await buildPackage();
const encrypted = (password: string, type?: 'standard'): Uint8Array =>
  new Uint8Array(encrypt(Buffer.from(docx), { password, ...(type && { type }) }));
const agile = encrypted('secret');
const agileBuiltIn = encrypted('VelvetSweatshop');
const protectedDocx = await wrapped(docx);
const protectedDoc = await wrapped(placeholderFile('doc'));
const dataSpaces = (name: string): string => `\u0006DataSpaces/${name}`;
const withoutMap = await withStreams(protectedDocx, { [dataSpaces('DataSpaceMap')]: undefined });
const PRIMARY = dataSpaces('TransformInfo/DRMEncryptedTransform/\u0006Primary');

/** A stream of a document with some of its bytes changed. */
async function patched(
  document: Uint8Array,
  stream: string,
  offset: number,
  bytes: readonly number[],
): Promise<Uint8Array> {
  const content = await streamOf(document, stream);
  content.set(bytes, offset);
  return withStreams(document, { [stream]: content });
}

/** A rights-managed package with other names for content, data space and transform. */
async function underNames(container: Uint8Array, names: ProtectionNames): Promise<Uint8Array> {
  const { content, dataSpace, transform } = names;
  return withStreams(container, {
    EncryptedPackage: undefined,
    [content]: await streamOf(container, 'EncryptedPackage'),
    [dataSpaces('DataSpaceMap')]: writeDataSpaceMap([{ stream: content.toLowerCase(), dataSpace }]),
    [dataSpaces('DataSpaceInfo/DRMEncryptedDataSpace')]: undefined,
    [dataSpaces(`DataSpaceInfo/${dataSpace}`)]: writeDefinition([transform]),
    [PRIMARY]: undefined,
    [dataSpaces(`TransformInfo/${transform}/\u0006Primary`)]: await streamOf(container, PRIMARY),
  });
}

interface Case {
  readonly what: string;
  readonly file: Uint8Array;
  readonly name?: string;
  readonly answer: readonly [status: string, certainty: string, reason: RegExp];
}

const PLAIN = 'plain';
const PROTECTED = 'protected';
const OTHER = 'other-protection';

const CASES: readonly Case[] = [
  { what: 'a plain package', file: docx, name: 'a.docx', answer: [PLAIN, 'certain', /^Word document, OOXML$/] },
  { what: 'a package without a name', file: docx, answer: [PLAIN, 'certain', /^Word document, OOXML$/] },
  {
    what: 'a package under the name of another program',
    file: docx,
    name: 'a.xlsx',
    answer: [PLAIN, 'certain', /though its name ends in \.xlsx: programs that go by the name will not open it/],
  },
  {
    what: 'a package under the name of its macro sibling',
    file: docx,
    name: 'A.DOCM',
    answer: [PLAIN, 'certain', /though its name ends in \.docm/],
  },
  {
    what: 'a signed package',
    file: await buildPackage(undefined, { '_xmlsignatures/sig1.xml': '<Signature/>' }),
    answer: [PLAIN, 'certain', /^Word document, OOXML$/],
  },
  { what: 'a Word document', file: placeholderFile('doc'), name: 'a.dot', answer: [PLAIN, 'certain', /^Word 97–2003/] },
  { what: 'an Excel workbook', file: placeholderFile('xls'), answer: [PLAIN, 'certain', /^Excel 97–2003 workbook$/] },
  { what: 'a presentation', file: placeholderFile('ppt'), answer: [PLAIN, 'certain', /^PowerPoint 97–2003/] },
  {
    what: 'a Word document under the name of its successor',
    file: placeholderFile('doc'),
    name: 'a.docx',
    answer: [PLAIN, 'certain', /^Word 97–2003 document, though its name ends in \.docx/],
  },
  {
    what: 'a rights-managed package',
    file: protectedDocx,
    name: 'a.docx',
    answer: [PROTECTED, 'certain', /^rights-managed Office document, OOXML$/],
  },
  {
    what: 'a rights-managed package under an old name',
    file: protectedDocx,
    name: 'a.doc',
    answer: [PROTECTED, 'certain', /though its name ends in \.doc/],
  },
  {
    what: 'a rights-managed Word document, for all its visible text',
    file: protectedDoc,
    name: 'a.doc',
    answer: [PROTECTED, 'certain', /^rights-managed Word 97–2003 document$/],
  },
  {
    what: 'a rights-managed package whose data space and transform have other names',
    file: await underNames(protectedDocx, { content: 'EncryptedPackage', dataSpace: 'Any', transform: '\tAny' }),
    answer: [PROTECTED, 'certain', /^rights-managed Office document, OOXML$/],
  },
  {
    what: 'a rights-managed package whose content has another name',
    file: await underNames(protectedDocx, { content: 'Content', dataSpace: 'Any', transform: 'Any' }),
    answer: [PROTECTED, 'certain', /^rights-managed Office document, OOXML$/],
  },
  {
    what: 'a container of .NET',
    file: await underNames(protectedDocx, {
      content: 'encryptedPACKAGE',
      dataSpace: 'RMEncryptionNoCompression',
      transform: 'EncryptionTransform',
    }),
    answer: [OTHER, 'likely', /^package protected through \.NET/],
  },
  {
    what: 'message.rpmsg',
    file: Uint8Array.of(0x76, 0xe8, 0x04, 0x60, 0xc4, 0x11, 0xe3, 0x86, 0xa0, 0x0f, 0, 0),
    answer: [OTHER, 'likely', /^rights-managed mail message$/],
  },
  {
    what: 'the inside of a rights-managed mail',
    file: await withStreams(protectedDoc, { WordDocument: undefined, '1Table': undefined, '\u0001CompObj': undefined }),
    answer: [PROTECTED, 'certain', /mail message/],
  },
  {
    what: 'a password, agile',
    file: agile,
    name: 'a.docx',
    answer: [OTHER, 'certain', /^OOXML document encrypted with a password, by agile encryption/],
  },
  {
    what: 'a password, standard',
    file: encrypted('secret', 'standard'),
    answer: [OTHER, 'certain', /with a password, by standard encryption/],
  },
  {
    what: 'the password built into Excel, agile',
    file: agileBuiltIn,
    answer: [OTHER, 'certain', /the password that is built into Excel, by agile/],
  },
  {
    what: 'the password built into Excel, standard',
    file: encrypted('VelvetSweatshop', 'standard'),
    answer: [OTHER, 'certain', /the password that is built into Excel, by standard/],
  },
  {
    what: 'a password, extensible',
    file: await compoundFileOf({ EncryptionInfo: uint32(0x3_0004), EncryptedPackage: new Uint8Array(16) }),
    answer: [OTHER, 'certain', /extensible encryption/],
  },
  {
    what: 'a password behind a visible document',
    file: await withStreams(agile, {
      WordDocument: text('decoy'),
    }),
    answer: [OTHER, 'certain', /agile/],
  },
  {
    what: 'a password in Word, RC4',
    file: await patched(
      await patched(placeholderFile('doc'), '1Table', 0, [1, 0, 1, 0]),
      'WordDocument',
      0x0a,
      [0x00, 0x03],
    ),
    answer: [OTHER, 'certain', /^Word 97–2003 document encrypted with a password, by RC4$/],
  },
  {
    what: 'a password in Word, CryptoAPI',
    file: await patched(
      await patched(placeholderFile('doc'), '1Table', 0, [4, 0, 2, 0]),
      'WordDocument',
      0x0a,
      [0x00, 0x03],
    ),
    answer: [OTHER, 'certain', /by RC4 by CryptoAPI$/],
  },
  {
    what: 'a password in Word, XOR',
    file: await patched(placeholderFile('doc'), 'WordDocument', 0x0a, [0x00, 0x83]),
    answer: [OTHER, 'certain', /by XOR obfuscation/],
  },
  {
    what: 'a password in Word 95',
    file: await patched(
      await patched(placeholderFile('doc'), 'WordDocument', 0x02, [0x68, 0x00]),
      'WordDocument',
      0x0a,
      [0x00, 0x03],
    ),
    answer: [OTHER, 'certain', /by XOR obfuscation/],
  },
  {
    what: 'a password in Word, by something new',
    file: await patched(
      await patched(placeholderFile('doc'), '1Table', 0, [9, 0, 2, 0]),
      'WordDocument',
      0x0a,
      [0x00, 0x03],
    ),
    answer: [OTHER, 'certain', /by an unknown method$/],
  },
  {
    what: 'a password in Excel, RC4',
    file: await workbookWith([0x2f, 0, 6, 0, 1, 0, 1, 0, 1, 0]),
    answer: [OTHER, 'certain', /^Excel 97–2003 workbook encrypted with a password, by RC4$/],
  },
  {
    what: 'a password in Excel, XOR',
    file: await workbookWith([0x2f, 0, 6, 0, 0, 0, 0x11, 0x22, 0x33, 0x44]),
    answer: [OTHER, 'certain', /with a password, by XOR/],
  },
  {
    what: 'the password built into Excel, XOR',
    file: await workbookWith([0x2f, 0, 6, 0, 0, 0, 0x59, 0xb3, 0x0a, 0x9a]),
    answer: [OTHER, 'certain', /the password that is built into Excel, by XOR/],
  },
  {
    what: 'a password in Excel 95',
    file: await workbookWith([0x2f, 0, 4, 0, 0x11, 0x22, 0x33, 0x44]),
    answer: [OTHER, 'certain', /with a password, by XOR/],
  },
  {
    what: 'the password built into Excel, in Excel 95',
    file: await workbookWith([0x2f, 0, 4, 0, 0x59, 0xb3, 0x0a, 0x9a]),
    answer: [OTHER, 'certain', /the password that is built into Excel, by XOR/],
  },
  {
    what: 'a password in PowerPoint',
    file: await patched(placeholderFile('ppt'), 'Current User', 12, [0xdf, 0xc4, 0xd1, 0xf3]),
    answer: [OTHER, 'certain', /^PowerPoint 97–2003 presentation encrypted with a password/],
  },
  {
    what: 'a transform nobody knows',
    file: await withStreams(protectedDocx, {
      [PRIMARY]: writeTransformHeader({ id: '{00000000-0000-0000-0000-000000000001}', name: 'Some.Transform' }),
    }),
    answer: [OTHER, 'certain', /not known, Some\.Transform/],
  },
  {
    what: 'a package whose data spaces are gone',
    file: await compoundFileOf({ EncryptedPackage: new Uint8Array(5000) }),
    answer: [PROTECTED, 'certain', /damaged: .*information needed to decrypt it is missing/],
  },
  {
    what: 'a Word document whose data spaces are gone',
    file: await withStreams(placeholderFile('doc'), { '\tDRMContent': new Uint8Array(5000) }),
    answer: [PROTECTED, 'certain', /damaged: .*data spaces are missing/],
  },
  {
    what: 'a map that leads to nothing',
    file: await withStreams(protectedDocx, { [dataSpaces('DataSpaceInfo/DRMEncryptedDataSpace')]: undefined }),
    answer: [PROTECTED, 'certain', /damaged: The data space definition is missing/],
  },
  {
    what: 'a protected stream that is not there',
    file: await withStreams(protectedDocx, { EncryptedPackage: undefined }),
    answer: [PROTECTED, 'certain', /damaged: The protected stream is missing/],
  },
  {
    what: 'half of a package',
    file: docx.subarray(0, 300),
    name: 'download.docx',
    answer: [PLAIN, 'likely', /^Office document, damaged: The ZIP archive is broken or cut off/],
  },
  {
    what: 'half of a compound file',
    file: protectedDocx.subarray(0, 700),
    name: 'download.docx',
    answer: [PLAIN, 'likely', /^Office document, damaged: /],
  },
  {
    what: 'a web page instead of a document',
    file: text('<!DOCTYPE html><html>Please sign in</html>'),
    name: 'report.docx',
    answer: [PLAIN, 'likely', /^not an Office document: it looks like a web page/],
  },
  { what: 'a PDF document', file: text('%PDF-1.7'), name: 'a.pptx', answer: [PLAIN, 'likely', /a PDF document/] },
  { what: 'an RTF document', file: text('{\\rtf1'), name: 'a.doc', answer: [PLAIN, 'likely', /an RTF document/] },
  { what: 'a plain text', file: text('Dear reader'), name: 'a.doc', answer: [PLAIN, 'likely', /a text/] },
  { what: 'an empty file', file: new Uint8Array(), name: 'a.docx', answer: [PLAIN, 'likely', /an empty file/] },
  { what: 'zeros', file: new Uint8Array(600), name: 'a.docx', answer: [PLAIN, 'likely', /data of another kind/] },
  {
    what: 'an archive',
    file: await zipOf({ 'a.txt': 'text' }),
    name: 'a.xlsx',
    answer: [PLAIN, 'likely', /a ZIP archive or a package of another program/],
  },
  {
    what: 'an Outlook message',
    file: await compoundFileOf({ '__properties_version1.0': new Uint8Array(32) }),
    name: 'a.doc',
    answer: [PLAIN, 'likely', /an Outlook message/],
  },
];

describe('detect', () => {
  for (const { what, file, name, answer } of CASES) {
    const [status, certainty, reason] = answer;
    it(`knows ${what}`, async () => {
      const detection = await detected(file, name);
      assert.deepEqual([detection?.status, detection?.certainty], [status, certainty]);
      assert.match(detection?.reason ?? '', reason);
    });
  }

  for (const { what, file } of CASES.filter(
    ({ answer: [status, certainty] }) => `${status} ${certainty}` === 'plain likely',
  )) {
    it(`does not claim ${what} under any other name`, async () => {
      assert.equal(await detected(file, 'a.bin'), undefined);
      assert.equal(await detected(file), undefined);
    });
  }
});

describe('detect within its budget', () => {
  const parts = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`${'x'.repeat(200)}${index}`, '']));

  it('goes by the name where the list of parts is larger, and leaves files of other names to others', async () => {
    const large = await buildPackage(undefined, parts);
    const limits = { ...DEFAULT_LIMITS, detectBytes: 50_000 };
    const formats = new FormatRegistry([ooxml()]);
    const { detection } = await formats.detect(bytesSource(large), { name: 'a.docx' }, { limits });
    assert.deepEqual([detection.status, detection.certainty], [PLAIN, 'likely']);
    assert.match(detection.reason, /by its name/);
    await assert.rejects(formats.detect(bytesSource(large), { name: 'a.bin' }, { limits }), {
      code: 'UnsupportedFormat',
    });
  });
});

describe('inspect of what can be neither protected nor opened', () => {
  const obstructed = CASES.filter(({ answer: [status, certainty, reason] }) => {
    return (status === OTHER || certainty === 'likely') && !reason.source.includes('damaged');
  });
  for (const { what, file, answer } of obstructed) {
    it(`says why and what to do: ${what}`, async () => {
      const { status, obstacles } = (await inspected(file)).value;
      assert.equal(status, answer[0]);
      assert.equal(obstacles.length, 1);
      assert.match(obstacles[0]!.message, / is | which is /);
      assert.match(obstacles[0]!.hint ?? '', /^(Save|Open|Give|Get) .*\.$/);
      assert.equal(obstacles[0]!.reason === 'password', what.includes('password'));
      await assert.rejects(wrapped(file), { code: 'UnsupportedFormat', hint: obstacles[0]!.hint });
    });
  }

  for (const { what, file } of CASES.filter(({ answer: [, , reason] }) => reason.source.includes('damaged'))) {
    it(`fails with what is wrong: ${what}`, async () => {
      await assert.rejects(inspected(file), { code: 'CorruptFile' });
    });
  }

  for (const [what, file, meaning] of [
    ['a document that was cut off', docx.subarray(0, docx.length / 2), 'The document is damaged or was cut off.'],
    ['protection without its map', withoutMap, 'The document is encrypted, and what tells how is damaged.'],
  ] as const) {
    it(`says in plain words what is the matter with ${what}`, async () => {
      await assert.rejects(inspected(file), { message: meaning });
      await assert.rejects(unwrapped(file), { message: meaning });
    });
  }

  it('warns of a signature that disappears inside', async () => {
    const { value, warnings } = await inspected(await buildPackage(undefined, { '_xmlsignatures/sig1.xml': '<a/>' }));
    assert.deepEqual([value.obstacles, warnings], [[], ['signature-inside']]);
    const signedDoc = await withStreams(placeholderFile('doc'), { '_xmlsignatures/1': text('<a/>') });
    assert.deepEqual((await inspected(signedDoc)).warnings, ['signature-inside']);
  });
});

describe('built-in password', () => {
  it('is not looked for where the file asks for rounds without end', async () => {
    const info = Buffer.from(await streamOf(agileBuiltIn, 'EncryptionInfo')).toString('latin1');
    const endless = Buffer.from(info.replace('spinCount="100000"', 'spinCount="4000000000"'), 'latin1');
    const detection = await detected(await withStreams(agileBuiltIn, { EncryptionInfo: new Uint8Array(endless) }));
    assert.match(detection?.reason ?? '', /with a password/);
  });

  const nonsense: readonly (readonly [string, string])[] = [
    ['keyBits="256"', 'keyBits="1e99"'],
    ['hashAlgorithm="SHA512"', 'hashAlgorithm="none"'],
    ['<p:encryptedKey', '<p:otherKey'],
    ['</encryption>', ''],
  ];
  for (const [from, to] of nonsense) {
    it(`is not found where ${from} reads ${to || 'nothing'}`, async () => {
      const info = Buffer.from(await streamOf(agileBuiltIn, 'EncryptionInfo')).toString('latin1');
      assert.ok(info.includes(from), info);
      const changed = new Uint8Array(Buffer.from(info.replaceAll(from, to), 'latin1'));
      const detection = await detected(await withStreams(agileBuiltIn, { EncryptionInfo: changed }));
      assert.match(detection?.reason ?? '', /with a password, by agile/);
    });
  }
});

describeWithCorpus('detect of real files', () => {
  const answers: Readonly<Record<string, string>> = {
    'irm/testWORD_protected_drm.doc': 'protected certain',
    'xps/EncryptedPackageWithProperties.xps': 'other-protection likely',
    'documents/testMSG.msg': 'nothing',
    'documents/testPUBLISHER.pub': 'nothing',
    'documents/testODFwithOOo3.odt': 'nothing',
    'documents/testRTFVarious.rtf': 'nothing',
    'documents/testPDF.pdf': 'nothing',
    'documents/multi-language.txt': 'nothing',
  };
  for (const [name, answer] of Object.entries(answers)) {
    it(`says ${answer} of ${name}`, async () => {
      const detection = await detected(corpusFile(name), name);
      assert.equal(detection === undefined ? 'nothing' : `${detection.status} ${detection.certainty}`, answer);
    });
  }
});
