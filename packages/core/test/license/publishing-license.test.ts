import assert from 'node:assert/strict';
import { corpusFile, describeWithCorpus } from '../../../../test/support/corpus.js';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { encodeLicense } from '../../src/license/encoding.js';
import { type PublishingLicense, readPublishingLicense } from '../../src/license/publishing-license.js';
import { expectedLicenses, licenseFile, sha256 } from './corpus-licenses.js';
import { licenseBody, makeKey, type MadeLicense, signedBlock } from './made-licenses.js';
import { PUBLISHING_FACTS, type PublishingFacts } from './publishing-facts.js';

describeWithCorpus('real publishing licences', () => {
  for (const [name, facts] of Object.entries(PUBLISHING_FACTS))
    it(`tell their facts: ${name}`, () => {
      assert.deepEqual(factsOf(readPublishingLicense(licenseFile(name))), facts);
    });

  it('are all read, and nothing else is taken for one', () => {
    for (const [name, { blocks }] of expectedLicenses()) {
      const read = (): PublishingLicense => readPublishingLicense(licenseFile(name));
      if (blocks[0]?.bodyType === 'Microsoft Rights Label') assert.equal(read().blocks.length, blocks.length);
      else assert.throws(read, { code: 'CorruptFile' });
    }
  });

  it('give their bytes and the exact text of their principal back', () => {
    const bytes = licenseFile('sdk-0101right-ecb.utf16le.bin');
    const license = readPublishingLicense(bytes);
    assert.equal(license.bytes, bytes);
    assert.match(license.principal.xml, /^<ISSUEDPRINCIPALS><PRINCIPAL .*<\/PRINCIPAL><\/ISSUEDPRINCIPALS>$/);
    assert.ok(license.text.includes(license.principal.xml));
  });

  it('are not found in the dummies of hand-made PFILE files', () => {
    const dummy = corpusFile('pfile/01-v30-text.txt.pfile').subarray(458, 458 + 622);
    assert.throws(() => readPublishingLicense(dummy), { code: 'CorruptFile' });
  });
});

describe('publishing licence', () => {
  const key = makeKey();

  const referral = (id: string): string =>
    `<DISTRIBUTIONPOINT><OBJECT type="Referral-Info"><ID type="MS-GUID">${id}</ID><ADDRESS type="URL">mailto:a@example.com</ADDRESS></OBJECT></DISTRIBUTIONPOINT>`;
  const descriptor = (id: string, attribute = ''): string =>
    `<DESCRIPTOR><OBJECT><ID type="MS-GUID"${attribute}>${id}</ID><NAME /></OBJECT></DESCRIPTOR>`;
  const braced = '{00000000-0000-4000-8000-0000000000AA}';
  const customReferral = referral('{81c42010-208a-458a-bab6-c3c60f06dd5f}');
  const templateReferral = referral('{D5BA4021-27D6-42C0-A322-4064E2F91AB0}');
  const unknownReferral = referral('{00000000-0000-4000-8000-0000000000BB}');
  const kinds: readonly (readonly [string, string | undefined, boolean | undefined, MadeLicense])[] = [
    ['without a descriptor', 'custom', undefined, {}],
    [
      'with a descriptor that has a version',
      'template',
      undefined,
      { head: descriptor(braced, ' version="2023-06-06T19:04"') },
    ],
    ['with a descriptor id without braces', 'custom', undefined, { head: descriptor(braced.slice(1, -1)) }],
    ['with the template’s referral', 'template', true, { head: descriptor(braced), referral: templateReferral }],
    ['with a referral of its own', 'custom', false, { head: descriptor(braced), referral: customReferral }],
    ['with a referral of unknown id', undefined, undefined, { head: descriptor(braced), referral: unknownReferral }],
    ['with nothing that tells', undefined, undefined, { head: descriptor(braced) }],
  ];
  for (const [title, kind, fromTemplate, parts] of kinds)
    it(`${title} is of the kind ${kind ?? 'nobody can tell'}`, () => {
      const license = read(parts);
      assert.equal(license.kind, kind);
      assert.equal(license.referralFromTemplate, fromTemplate);
    });

  it('keeps the facts it gives optional apart from empty ones', () => {
    const license = read({});
    for (const name of ['validFrom', 'validUntil', 'descriptor', 'referral', 'owner', 'rightsData'])
      assert.equal(name in license, false, name);
    assert.deepEqual([license.urls, license.appData, license.labels, license.metadata], [{}, {}, [], {}]);
  });

  it('may carry application data with the names of object members', () => {
    const tail = '<AUTHENTICATEDDATA id="APPSPECIFIC" name="__proto__">x</AUTHENTICATEDDATA>';
    assert.equal(JSON.stringify(read({ tail }).appData), '{"__proto__":"x"}');
  });

  const rightsData = '<AUTHENTICATEDDATA id="Encrypted-Rights-Data">AAEC</AUTHENTICATEDDATA>';
  const refused: readonly (readonly [string, MadeLicense])[] = [
    ['a content id that is no GUID', { contentId: '{1}' }],
    ['a content id with half of its braces', { contentId: '{00000000-0000-4000-8000-000000000003' }],
    ['no content id', { contentId: '' }],
    ['a time of issue that is none', { issuedAt: '2020-02-30T00:00' }],
    ['an end that is no time', { head: '<VALIDITYTIME><UNTIL>never</UNTIL></VALIDITYTIME>' }],
    ['two spans of validity', { head: '<VALIDITYTIME /><VALIDITYTIME />' }],
    ['two policies', { tail: rightsData + rightsData }],
    ['a policy that is not base64', { tail: rightsData.replace('AAEC', 'A*EC') }],
    ['a second WORK', { tail: '<WORK />' }],
    [
      'a key sealed by the other mode',
      { sealedKey: '<ENABLINGBITS type="sealed-key"><VALUE>AAEC</VALUE></ENABLINGBITS>' },
    ],
    [
      'a key sealed in an unknown way',
      { sealedKey: '<ENABLINGBITS type="sealed-key-v3"><VALUE>AAEC</VALUE></ENABLINGBITS>' },
    ],
    ['a sealed key without a value', { sealedKey: '<ENABLINGBITS type="sealed-key-v2" />' }],
    [
      'two sealed keys',
      { sealedKey: '<ENABLINGBITS type="sealed-key-v2"><VALUE>AAEC</VALUE></ENABLINGBITS>'.repeat(2) },
    ],
  ];
  for (const [title, parts] of refused)
    it(`is refused with ${title}`, () => {
      assert.throws(() => read(parts), { code: 'CorruptFile' });
    });

  const cuts: readonly (readonly [string, RegExp])[] = [
    ['issuer', /<ISSUER>.*<\/ISSUER>/],
    ['principals', /<ISSUEDPRINCIPALS>.*<\/ISSUEDPRINCIPALS>/],
    ['time of issue', /<ISSUEDTIME>.*<\/ISSUEDTIME>/],
    ['public key', /<PUBLICKEY>.*?<\/PUBLICKEY>/],
    ['object in the issuer', /<OBJECT type="MS-DRM-Server">.*?<\/OBJECT>/],
    ['WORK', /<WORK>.*<\/WORK>/],
  ];
  for (const [title, part] of cuts)
    it(`is refused without its ${title}`, () => {
      const body = licenseBody(key);
      const cut = body.replace(part, '');
      assert.notEqual(cut, body);
      assert.throws(() => readPublishingLicense(encodeLicense(signedBlock(cut, key), 'utf8')), { code: 'CorruptFile' });
    });

  it('is refused when issuer and principal are of different modes', () => {
    const small = makeKey(1024);
    const body = licenseBody(key);
    const [head = ''] = body.split('<ISSUEDPRINCIPALS>');
    const [, tail = ''] = licenseBody(small).split('<ISSUEDPRINCIPALS>');
    const text = signedBlock(`${head}<ISSUEDPRINCIPALS>${tail}`, key);
    assert.throws(() => readPublishingLicense(encodeLicense(text, 'utf8')), { code: 'CorruptFile' });
  });

  it('is refused beyond the limits', () => {
    const bytes = encodeLicense(signedBlock(licenseBody(key), key), 'utf8-bom');
    const limits = { ...DEFAULT_LIMITS, licenseBytes: bytes.length - 1 };
    assert.throws(() => readPublishingLicense(bytes, limits), { code: 'LimitReached', limit: 'licenseBytes' });
  });

  function read(parts: MadeLicense): PublishingLicense {
    return readPublishingLicense(encodeLicense(signedBlock(licenseBody(key, parts), key), 'utf8-bom'));
  }
});

function factsOf(license: PublishingLicense): PublishingFacts {
  const { descriptor, issuer, principal, referral } = license;
  const facts = {
    contentId: license.contentId,
    owner: short(license.owner),
    issuedAt: license.issuedAt.toISOString(),
    validUntil: license.validUntil?.toISOString(),
    cryptoMode: license.cryptoMode,
    kind: license.kind,
    descriptor: descriptor && {
      id: descriptor.id,
      version: descriptor.version,
      languages: descriptor.names.length,
      first: descriptor.names[0]?.name,
    },
    issuer: [
      issuer.type,
      issuer.idType,
      short(issuer.id),
      short(issuer.name),
      ...issuer.addresses.map(({ type }) => type),
      ...Object.keys(issuer.levels),
    ].join(' '),
    principal: `${principal.id} ${principal.name} ${principal.key.fingerprint.slice(0, 16)}`,
    sealedKey: `${principal.sealedKey?.type ?? ''} ${principal.sealedKey?.bytes.length ?? 0}`,
    urls: license.urls,
    referral: referral === undefined ? undefined : short(referral),
    referralFromTemplate: license.referralFromTemplate,
    rightsDataBytes: license.rightsData?.length,
    appData: license.appData,
    labels: license.labels.map(({ id, tenantId }) => `${id} ${tenantId ?? ''}`),
    metadataNames: Object.keys(license.metadata).length,
  };
  return JSON.parse(JSON.stringify(facts)) as PublishingFacts;
}

function short(value: string | undefined): string {
  return sha256(value ?? '').slice(0, 16);
}
