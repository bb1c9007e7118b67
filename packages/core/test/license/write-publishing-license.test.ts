import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import {
  type Licensor,
  type PublishingLicense,
  type PublishingLicenseInput,
  UsageError,
  encodeLicense,
  fromKeyObject,
  readPublishingLicense,
  rsaSigner,
  verifyLicense,
  writePublishingLicense,
} from '@rightsmith/core';
import { corpusFile, describeWithCorpus } from '../../../../test/support/corpus.js';

const TENANT_KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });

const TENANT: Licensor = {
  id: '6b2b6a5e-3c5d-4c2d-9f0e-0d6f4f0b1c2a',
  name: 'Example & Sons',
  tenantId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  url: 'https://rms.example.com/_wmcs',
  key: fromKeyObject(TENANT_KEYS.publicKey),
};

const INPUT: PublishingLicenseInput = {
  tenant: TENANT,
  issuedAt: new Date('2031-05-06T07:08:59Z'),
  descriptor: {
    kind: 'custom',
    id: '11111111-2222-3333-4444-555555555555',
    names: [
      { lcid: 1033, name: 'Plans <draft>', description: 'For the "team" & friends' },
      { lcid: 1031, name: 'Pläne', description: '' },
    ],
  },
  contentId: '99999999-8888-7777-6666-555555555555',
  owner: 'olga@example.com',
  sealedKey: { type: 'sealed-key-v2', bytes: new Uint8Array(352).fill(7) },
  rightsData: new Uint8Array(32).fill(9),
};

/** The input that a real licence was made from, as far as a reader can tell. */
function inputOf(license: PublishingLicense): PublishingLicenseInput {
  const { issuer, descriptor, principal, validUntil, referral, owner, rightsData } = license;
  assert.ok(descriptor !== undefined && principal.sealedKey !== undefined);
  assert.ok(owner !== undefined && rightsData !== undefined);
  return {
    tenant: {
      id: issuer.id,
      name: issuer.name,
      tenantId: issuer.levels['Tenant-ID']?.slice(1, -1) ?? '',
      url: issuer.addresses[0]?.value ?? '',
      key: issuer.key,
      serverVersion: issuer.levels['Server-Version'] ?? '',
    },
    issuedAt: license.issuedAt,
    ...(validUntil && { validUntil }),
    descriptor: { ...descriptor, kind: license.kind === 'custom' ? 'custom' : 'template' },
    ...(referral !== undefined && { referral }),
    contentId: license.contentId,
    owner,
    sealedKey: principal.sealedKey,
    rightsData,
    appData: license.appData,
    labels: license.labels,
  };
}

describeWithCorpus('writePublishingLicense on the facts of real licences', () => {
  const files = [
    'sdk-pfile-CleanAlice.xml',
    'tika-pdf-pl.xml',
    'sdk-ptxt-android_template_01.xml',
    ...['AliceBvt', 'CleanAdminWin7', 'CleanAliceWin8-64', 'CleanJohn'].map((name) => `sdk-pfile-${name}.xml`),
    ...['linuxAdminTest', 'linuxAliceTest', 'linuxTest'].map((name) => `sdk-pfile-${name}.xml`),
    ...['windowsAdminTest', 'windowsTest'].map((name) => `sdk-pfile-${name}.xml`),
  ];
  for (const file of files) {
    it(`reproduces ${file} character by character, except its signature value`, async () => {
      const real = readPublishingLicense(corpusFile(`licenses/${file}`));
      const text = await writePublishingLicense(inputOf(real), () => new Uint8Array(256));
      const expected = `<?xml version="1.0"?>${real.block.text}`;
      const signatureAt = expected.lastIndexOf('<VALUE');
      assert.equal(text.lastIndexOf('<VALUE'), signatureAt);
      // Not compared with assert.equal, which would print what people wrote.
      assert.ok(text.slice(0, signatureAt) === expected.slice(0, signatureAt), 'the texts differ');
    });
  }
});

describe('writePublishingLicense', () => {
  const sign = rsaSigner(TENANT_KEYS.privateKey);
  const write = (changes: Partial<PublishingLicenseInput> = {}): Promise<string> =>
    writePublishingLicense({ ...INPUT, ...changes }, sign);
  const reread = async (changes: Partial<PublishingLicenseInput> = {}): Promise<PublishingLicense> =>
    readPublishingLicense(encodeLicense(await write(changes), 'utf8-bom'));

  it('makes a licence whose signature holds', async () => {
    const report = verifyLicense(encodeLicense(await write(), 'utf8-bom'));
    assert.deepEqual(
      report.blocks.map(({ digest, signature }) => [digest, signature]),
      [[true, true]],
    );
  });

  it('gives the signer the UTF-16LE text of BODY and writes what it returns', async () => {
    let message = '';
    const text = await writePublishingLicense(INPUT, (bytes) => {
      message = Buffer.from(bytes).toString('utf16le');
      return Promise.resolve(new Uint8Array(256).fill(1));
    });
    assert.ok(message.startsWith('<BODY type="Microsoft Rights Label"') && message.endsWith('</BODY>'));
    assert.ok(text.includes(message));
    assert.ok(text.endsWith(`size="2048">${Buffer.alloc(256, 1).toString('base64')}</VALUE></SIGNATURE></XrML>`));
  });

  it('is read back with everything that was put in', async () => {
    const changes = {
      validUntil: new Date('2031-06-01T00:00:30Z'),
      referral: 'help@example.com',
      appData: { 'a & b': '<"x">\n\ty', empty: '' },
      labels: [{ id: '22222222-2222-3333-4444-555555555555', tenantId: TENANT.tenantId }],
    };
    const license = await reread(changes);
    assert.equal(license.issuedAt.toISOString(), '2031-05-06T07:08:00.000Z');
    assert.deepEqual([license.validFrom, license.validUntil], [license.issuedAt, new Date('2031-06-01T00:00:00Z')]);
    assert.deepEqual(license.descriptor, { id: INPUT.descriptor.id, names: INPUT.descriptor.names });
    assert.equal(license.kind, 'custom');
    assert.equal(license.issuer.name, TENANT.name);
    assert.equal(license.issuer.key.fingerprint, TENANT.key.fingerprint);
    assert.deepEqual(license.urls, {
      intranet: 'https://rms.example.com/_wmcs/licensing',
      extranet: 'https://rms.example.com/_wmcs/licensing',
    });
    assert.equal(license.referral, 'mailto:help@example.com');
    assert.equal(license.referralFromTemplate, false);
    assert.deepEqual(license.principal.sealedKey, INPUT.sealedKey);
    assert.deepEqual([license.contentId, license.owner], [INPUT.contentId, INPUT.owner]);
    assert.deepEqual(license.rightsData, INPUT.rightsData);
    assert.deepEqual(license.appData, changes.appData);
    assert.deepEqual(license.labels, changes.labels);
  });

  it('writes a template id in braces with its time of change, and the referral as the template’s', async () => {
    const descriptor = { ...INPUT.descriptor, kind: 'template', version: '2031-01-02T03:04' } as const;
    const license = await reread({ descriptor, referral: 'https://help.example.com/' });
    assert.match(license.text, /<ID type="MS-GUID" version="2031-01-02T03:04">\{11111111-/);
    assert.deepEqual([license.kind, license.referralFromTemplate], ['template', true]);
  });

  it('writes a descriptor without names where the policy has none', async () => {
    const license = await reread({ descriptor: { ...INPUT.descriptor, names: [] } });
    assert.match(license.text, /<\/ID><NAME \/><\/OBJECT><\/DESCRIPTOR>/);
    assert.deepEqual(license.descriptor, { id: INPUT.descriptor.id, names: [] });
  });

  it('has no white space between elements', async () => {
    assert.doesNotMatch(await write({ descriptor: { ...INPUT.descriptor, names: [] } }), />\s+</);
  });

  const refused: [string, Partial<PublishingLicenseInput>][] = [
    ['a control character in the owner', { owner: 'o\u0001@example.com' }],
    ['half of a surrogate pair in the tenant name', { tenant: { ...TENANT, name: '\ud800' } }],
    [
      'a semicolon in a name',
      { descriptor: { ...INPUT.descriptor, names: [{ lcid: 1, name: ';', description: '' }] } },
    ],
    ['a referral that runs a script', { referral: 'javascript:alert(1)' }],
    ['a control character in application data', { appData: { a: '\u0007' } }],
    ['a year beyond 9999', { issuedAt: new Date('+010000-01-01T00:00:00Z') }],
  ];
  for (const [what, changes] of refused) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(write(changes), { code: 'UsageError' });
    });
  }

  it('refuses a licence beyond the limit of readers', async () => {
    await assert.rejects(write({ rightsData: new Uint8Array(7 * 1024 * 1024) }), { code: 'LimitReached' });
  });

  it('refuses to sign with a key that cannot', async () => {
    const { privateKey } = generateKeyPairSync('x25519');
    await assert.rejects(writePublishingLicense(INPUT, rsaSigner(privateKey)), UsageError);
  });
});
