import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describeWithCorpus } from '../../../../test/support/corpus.js';
import { splitBlocks } from '../../src/license/blocks.js';
import { decodeLicense } from '../../src/license/encoding.js';
import { type BlockSignature, verifyBlock } from '../../src/license/signature.js';
import { parseXml, type XmlElement } from '../../src/license/xml.js';
import { type ExpectedBlock, expectedLicenses, licenseFile } from './corpus-licenses.js';
import { licenseBody, makeKey, signedBlock } from './made-licenses.js';

const SERVER_SIGNED = 'sdk-pfile-CleanAlice.xml';
const CLIENT_SIGNED = 'sdk-ptxt-rmsSharingAdminTest.xml';

describeWithCorpus('signatures of real licences', () => {
  for (const [name, expected] of expectedLicenses())
    it(`answer for ${name} as the corpus says`, () => {
      const { text } = decodeLicense(licenseFile(name));
      assert.deepEqual(
        splitBlocks(text).map((block) => inWordsOfTheCorpus(verifyBlock(block))),
        expected.blocks.map(signatureFacts),
      );
    });

  const changes: readonly (readonly [string, (block: string) => string])[] = [
    ['one character of the body changed', (block) => block.replace('<ISSUEDTIME>2', '<ISSUEDTIME>1')],
    ['a line end in a name turned into CR LF', (block) => block.replace(';\n</NAME>', ';\r\n</NAME>')],
    ['a line end in a name removed', (block) => block.replace(';\n</NAME>', ';</NAME>')],
    ['a blank in the body’s start tag', (block) => block.replace('<BODY ', '<BODY  ')],
    [
      'a character written as a reference',
      (block) => block.replace('>MS-DRM', '>&#77;S-DRM').replace('LCID 1033', 'LCI&#68; 1033'),
    ],
    [
      'the attributes of the body in another order',
      (block) => block.replace(/<BODY (\S+="[^"]*") (\S+="[^"]*")>/, '<BODY $2 $1>'),
    ],
    ['a re-serialisation that ends empty elements with />', (block) => serialize(parseXml(block), '/>')],
    ['a re-serialisation that writes empty elements long', (block) => serialize(parseXml(block), undefined)],
  ];
  for (const file of [SERVER_SIGNED, CLIENT_SIGNED])
    for (const [title, change] of changes)
      it(`do not survive ${title} (${file})`, () => {
        const block = firstBlock(file);
        const changed = change(block);
        assert.notEqual(changed, block);
        assert.equal(answers(changed), 'signature only');
      });

  it('of clients do not survive a re-serialisation that writes /> behind a blank either', () => {
    const block = firstBlock(CLIENT_SIGNED);
    assert.equal(answers(serialize(parseXml(block), ' />')), 'signature only');
  });

  it('do not survive a modulus in the other byte order', () => {
    const block = firstBlock(SERVER_SIGNED);
    const modulus = /name="modulus"><VALUE encoding="base64" size="2048">([^<]+)</.exec(block)?.[1] ?? '';
    assert.equal(answers(block.replace(modulus, reversed(modulus))), 'neither');
  });

  it('do not survive a value in the other byte order', () => {
    const block = firstBlock(SERVER_SIGNED);
    const value = /<VALUE encoding="base64" size="2048">([^<]+)<\/VALUE><\/SIGNATURE>/.exec(block)?.[1] ?? '';
    assert.equal(answers(block.replace(value, reversed(value))), 'digest only');
  });

  it('of another licence do not fit', () => {
    const [, signature = ''] = firstBlock('sdk-pfile-AliceBvt.xml').split('</BODY>');
    const [body = ''] = firstBlock(SERVER_SIGNED).split('</BODY>');
    assert.equal(answers(`${body}</BODY>${signature}`), 'signature only');
  });
});

describe('signatures', () => {
  const signer = makeKey();
  const body = licenseBody(signer, { head: '<DESCRIPTOR><OBJECT><NAME>Größe 😀\n</NAME></OBJECT></DESCRIPTOR>' });
  const block = signedBlock(body, signer);

  it('hold over the UTF-16LE text of the body, tags included', () => {
    assert.equal(answers(block), 'both');
    assert.equal(answers(`<?xml version="1.0"?>\n${block}\n`), 'both');
  });

  const inner = body.slice(body.indexOf('>') + 1, body.lastIndexOf('<'));
  const otherMessages: readonly (readonly [string, Uint8Array])[] = [
    ['UTF-8', Buffer.from(body, 'utf8')],
    ['UTF-16BE', Buffer.from(body, 'utf16le').swap16()],
    ['UTF-16LE with byte order mark', Buffer.from(`\uFEFF${body}`, 'utf16le')],
    ['the body without its tags', Buffer.from(inner, 'utf16le')],
    ['the body and a NUL', Buffer.from(`${body}\0`, 'utf16le')],
  ];
  for (const [title, message] of otherMessages)
    it(`do not hold over ${title}`, () => {
      assert.equal(answers(signedBlock(body, signer, { message })), 'signature only');
    });

  const sha256Info = '3031300d060960864801650304020105000420';
  const otherContents: readonly (readonly [string, (digest: Buffer) => Uint8Array])[] = [
    ['the bare digest', (digest) => digest],
    ['something behind the digest', (digest) => Buffer.concat([Buffer.from(sha256Info, 'hex'), digest, Buffer.of(0)])],
    ['something before the digest', (digest) => Buffer.concat([Buffer.of(0), Buffer.from(sha256Info, 'hex'), digest])],
    [
      'parameters left out',
      (digest) => Buffer.concat([Buffer.from('302f300b0609608648016503040201' + '0420', 'hex'), digest]),
    ],
    [
      'the name of another algorithm',
      (digest) => Buffer.concat([Buffer.from('3031300d060960864801650304020205000420', 'hex'), digest]),
    ],
    ['another digest', () => Buffer.concat([Buffer.from(sha256Info, 'hex'), Buffer.alloc(32)])],
  ];
  for (const [title, content] of otherContents)
    it(`do not hold when the RSA value has ${title}`, () => {
      assert.equal(answers(signedBlock(body, signer, { content })), 'digest only');
    });

  it('by another key than the issuer’s do not hold', () => {
    assert.equal(answers(signedBlock(body, makeKey())), 'digest only');
  });

  const otherSignatures: readonly (readonly [string, string, string, string])[] = [
    ['an unknown digest', 'SHA256</', 'MD5</', 'neither'],
    ['the name of an object’s member as digest', 'SHA256</', 'constructor</', 'neither'],
    ['a digest of the wrong length', 'SHA256</', 'SHA1</', 'neither'],
    ['another coding', 'surface-coding', 'canonical', 'neither'],
    ['another signature algorithm', 'RSA PKCS#1-V1.5', 'RSA PSS', 'digest only'],
    ['a value that is not base64', '</VALUE></SIGNATURE>', '*</VALUE></SIGNATURE>', 'digest only'],
    ['no value', '</VALUE></SIGNATURE>', '</VALUE><VALUE/></SIGNATURE>', 'CorruptFile'],
    ['two digests', '<DIGEST>', '<DIGEST/><DIGEST>', 'CorruptFile'],
  ];
  for (const [title, part, other, expected] of otherSignatures)
    it(`with ${title} give ${expected}`, () => {
      assert.equal(answers(block.replace(part, other)), expected);
    });

  it('that are missing are told from wrong ones', () => {
    const [unsigned] = splitBlocks(`<XrML>${body}</XrML>`).map(verifyBlock);
    const { signed, digest, signature, digestAlgorithm } = unsigned!;
    assert.deepEqual(
      { signed, digest, signature, digestAlgorithm },
      {
        signed: false,
        digest: false,
        signature: false,
        digestAlgorithm: undefined,
      },
    );
  });

  const otherKeys: readonly (readonly [string, string, string])[] = [
    ['an exponent of 3', '>65537<', '>3<'],
    ['an exponent of 1', '>65537<', '>1<'],
    ['an exponent written otherwise', '>65537<', '>065537<'],
    ['another algorithm', '>RSA<', '>DSA<'],
    ['a stated length that is not the modulus’s', 'size="2048"', 'size="1024"'],
  ];
  for (const [title, part, other] of otherKeys)
    it(`with ${title} do not hold`, () => {
      assert.equal(answers(signedBlock(body.replace(part, other), signer)), 'digest only');
    });

  it('with a modulus the attacker chose are refused without an exception', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc.uint8Array({ minLength: 256, maxLength: 256 }),
      fc.uint8Array({ minLength: 128, maxLength: 128 }),
      fc.constantFrom(1, 2, 128, 256, 512, 100_000).map((length) => new Uint8Array(length).fill(0xff)),
      fc.constantFrom(128, 256).map((length) => new Uint8Array(length)),
    );
    const stated = /name="modulus"><VALUE encoding="base64" size="2048">[^<]+/;
    fc.assert(
      fc.property(bytes, (modulus) => {
        const text = Buffer.from(modulus).toString('base64');
        const value = `name="modulus"><VALUE encoding="base64" size="${modulus.length * 8}">${text}`;
        assert.equal(answers(signedBlock(body.replace(stated, value), signer)), 'digest only');
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});

/** In one word what a block's signature says, or the code of the error. */
function answers(text: string): string {
  try {
    const { digest, signature } = verifyBlock(splitBlocks(text)[0]!);
    return digest ? (signature ? 'both' : 'digest only') : signature ? 'signature only' : 'neither';
  } catch (error) {
    return String((error as { code?: unknown }).code);
  }
}

function firstBlock(file: string): string {
  return splitBlocks(decodeLicense(licenseFile(file)).text)[0]!.text;
}

function reversed(base64: string): string {
  return Buffer.from(base64, 'base64').reverse().toString('base64');
}

/** What any DOM would write, with the given end of empty elements; undefined: both tags. */
function serialize(element: XmlElement, emptyEnd: string | undefined): string {
  const escape = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const attributes = [...element.attributes].map(([name, value]) => ` ${name}="${escape(value)}"`).join('');
  const content = escape(element.content) + element.children.map((child) => serialize(child, emptyEnd)).join('');
  if (content === '' && emptyEnd !== undefined) return `<${element.name}${attributes}${emptyEnd}`;
  return `<${element.name}${attributes}>${content}</${element.name}>`;
}

function inWordsOfTheCorpus(answer: BlockSignature): Partial<ExpectedBlock> {
  if (!answer.signed) return { signature: null };
  return signatureFacts({
    digestAlgorithm: answer.digestAlgorithm,
    keyBits: answer.keyBits,
    issuerModulusSha256: answer.issuerFingerprint?.slice(0, 16),
    bodyUtf16Bytes: answer.messageBytes,
    declaredDigest: answer.declaredDigest,
    digestMatches: answer.digest,
    rsaMatches: answer.signature,
  } as ExpectedBlock);
}

function signatureFacts(block: ExpectedBlock): Partial<ExpectedBlock> {
  if (block.signature === null) return { signature: null };
  const { digestAlgorithm, keyBits, issuerModulusSha256, bodyUtf16Bytes, declaredDigest, digestMatches, rsaMatches } =
    block;
  return {
    digestAlgorithm,
    keyBits,
    issuerModulusSha256,
    bodyUtf16Bytes,
    declaredDigest,
    digestMatches,
    rsaMatches,
  } as ExpectedBlock;
}
