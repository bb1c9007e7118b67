import assert from 'node:assert/strict';
import { describeWithCorpus } from '../../../../test/support/corpus.js';
import { splitBlocks } from '../../src/license/blocks.js';
import { type LicenseCertificate, readCertificate } from '../../src/license/certificate.js';
import { decodeLicense } from '../../src/license/encoding.js';
import { licenseFile, sha256 } from './corpus-licenses.js';
import { certificate, makeKey } from './made-licenses.js';

describeWithCorpus('real certificates', () => {
  it('of a machine tell its key, hardware hash and levels', () => {
    const machine = read('msrmpr-4.5.1-spc.xml', 0);
    assert.equal(machine.kind, 'machine');
    assert.equal(machine.issuedAt.toISOString(), '2010-06-11T20:46:00.000Z');
    assert.equal(machine.descriptor?.name, 'Microsoft Machine-Certificate');
    assert.equal(machine.issuer?.type, 'MS-DRM-Desktop-Security-Processor');
    assert.equal(machine.principal?.type, 'Machine-Unique-Identifier');
    assert.equal(machine.principal.key.bits, 1024);
    assert.equal(machine.principal.hardwareDigest?.length, 64);
    assert.deepEqual(Object.keys(machine.principal.levels), ['Platform', 'Manufacturer', 'Repository']);
    assert.deepEqual(
      machine.distributionPoints.map(({ type, address }) => `${type} ${address}`),
      ['Activation file:///rmactivate.exe'],
    );
    assert.deepEqual(machine.rights, []);
  });

  it('of an account tell the user and the machine its private key is sealed to', () => {
    const account = read('msrmpr-4.5.2-rac.xml', 0);
    assert.equal(account.kind, 'account');
    assert.equal(account.validFrom?.toISOString(), '2010-06-10T20:50:00.000Z');
    assert.equal(account.validUntil?.toISOString(), '2011-06-11T20:50:00.000Z');
    assert.equal(account.principal?.idType, 'Windows');
    assert.equal(sha256(account.principal.name).slice(0, 16), '3742fd1c3420ad8a');
    assert.equal(account.principal.levels['Group-Identity-Credential-Type'], 'Persistent');
    assert.equal(account.machine?.id, '62c84d7e-880f-404a-80d4-5628249b4073');
    assert.equal(account.machine.sealedKey?.type, 'sealed-key');
    assert.equal(account.machine.sealedKey.bytes.length, 768);
    assert.equal(account.machine.levels['Platform'], '2.6.1.7600');
  });

  it('of a client tell when it may issue and carry its sealed private key', () => {
    const client = read('sdk-0101right-ecb.xml', 1);
    assert.equal(client.kind, 'client-licensor');
    assert.equal(client.descriptor?.id, '8af5c0c9-6974-4119-a2b8-14d5cf19e941');
    assert.equal(client.contentId, undefined);
    const [issue] = client.rights;
    assert.equal(issue?.name, 'ISSUE');
    assert.equal(issue.validFrom?.toISOString(), '2013-01-28T22:12:00.000Z');
    assert.equal(issue.validUntil?.toISOString(), '2013-02-28T22:12:00.000Z');
    assert.equal(issue.sealedKey?.type, 'sealed-key-v2');
    assert.equal(issue.sealedKey.bytes.length, 1488);
  });

  it('of a chain are each of their kind', () => {
    const kinds = ['client-licensor', 'use-license', 'client-licensor', 'server-licensor', 'server-licensor'];
    for (const file of [
      'sdk-ptxt-rmsSharingAdminTest.xml',
      'sdk-platform-ut-pl-flat.xml',
      'sdk-platform-ut-pl-pretty.xml',
    ])
      assert.deepEqual(
        [1, 2, 3, 4, 5, 6, 7].map((index) => read(file, index).kind),
        [...kinds, 'certificate-authority', 'certificate-authority'],
      );
  });

  it('of an authority name issuer and holder by tag', () => {
    const authority = read('sdk-ptxt-rmsSharingAdminTest.xml', 7);
    assert.equal(authority.issuer?.id, 'Microsoft DRM Production Root');
    assert.equal(authority.principal?.idType, 'ascii-tag');
    assert.equal(authority.principal.id, 'Microsoft DRM Production CA');
    assert.equal(authority.principal.key.bits, 2048);
    assert.equal(authority.rights[0]?.validUntil?.toISOString(), '2014-01-20T23:59:00.000Z');
  });

  it('that grant use tell content, owner and the sealed content key', () => {
    const use = read('sdk-ptxt-rmsSharingAdminTest.xml', 2);
    assert.equal(use.contentId, '8d50369e-94ef-4ac0-9bab-aecffc2f8ec3');
    assert.equal(sha256(use.owner ?? '').slice(0, 16), 'af598810ea6bda67');
    assert.deepEqual(
      use.rights.map(({ name, sealedKey }) => [name, sealedKey?.bytes.length]),
      [['OWNER', 208]],
    );
    assert.equal(use.principal?.levels['Group-Identity-Policy'], 'Group-Identity-Credential');
    assert.equal(use.distributionPoints[0]?.type, 'Referral-Info');
  });

  it('that are templates tell id, names and where to publish', () => {
    const template = read('msrmpr-4.5.7-template-unverifiable.xml', 0);
    assert.equal(template.kind, 'official-template');
    assert.equal(template.descriptor?.id, '4b1010c0-92b8-4169-8493-b5137c6fe168');
    assert.deepEqual(template.descriptor.names, [
      { lcid: 1033, name: 'CONTOSO Template', description: 'Template for CONTOSO' },
    ]);
    assert.equal(template.issuer?.name, 'CONTOSO-RMS');
    assert.equal(template.distributionPoints[0]?.address, 'http://rms/_wmcs/licensing');
    assert.equal(template.contentId, undefined);
    assert.equal(template.principal, undefined);
  });

  it('that are unsigned policies tell content and owner', () => {
    const policy = read('derived-erd-CleanAlice.xml', 0);
    assert.equal(policy.kind, 'template');
    assert.equal(policy.issuer, undefined);
    assert.equal(policy.contentId, '1c5e0307-e03d-4de3-af21-81bcf961e73c');
    assert.equal(sha256(policy.owner ?? '').slice(0, 16), 'f4b187eb3703ea6c');
  });

  it('do not include publishing licences', () => {
    assert.throws(() => read('sdk-0101right-ecb.xml', 0), { code: 'CorruptFile' });
  });
});

describe('certificate', () => {
  const key = makeKey();
  const text = certificate({ issuer: key, holder: key });
  const changes: readonly (readonly [string, string, string])[] = [
    ['of an unknown kind', 'Server-Licensor-Certificate', 'Other-Certificate'],
    ['with a range that is no time', '<FROM>2019', '<FROM>x'],
    ['with a time of issue that is none', '<ISSUEDTIME>2020', '<ISSUEDTIME>x'],
    ['with a second principal', '<ISSUEDPRINCIPALS>', '<ISSUEDPRINCIPALS><PRINCIPAL />'],
    ['with a second list of rights', '<RIGHTSLIST>', '<RIGHTSLIST /><RIGHTSLIST>'],
    ['whose issuer has no usable key', '>65537<', '>3<'],
  ];
  for (const [title, part, other] of changes)
    it(`${title} is refused`, () => {
      const [block] = splitBlocks(text.replace(part, other));
      assert.throws(() => readCertificate(block!), { code: 'CorruptFile' });
    });

  it('may name rights in either spelling', () => {
    const spelled = text.replace('<RIGHT name="ISSUE">', '<VIEW />$&');
    const [block] = splitBlocks(spelled);
    assert.deepEqual(
      readCertificate(block!).rights.map(({ name }) => name),
      ['VIEW', 'ISSUE'],
    );
  });
});

function read(file: string, index: number): LicenseCertificate {
  return readCertificate(splitBlocks(decodeLicense(licenseFile(file)).text)[index]!);
}
