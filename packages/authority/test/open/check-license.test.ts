import assert from 'node:assert/strict';
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  encodeLicense,
  encryptRightsData,
  fromKeyObject,
  issuedPrincipalsXml,
  normalizeGuid,
  readPublishingLicense,
  rsaSigner,
  sealContentKey,
  toKeyObject,
  verifyLicense,
  writePublishingLicense,
  writeRightsData,
  type Licensor,
  type PublishingLicenseInput,
} from '@rightsmith/core';
import { corpusFile, describeWithCorpus } from '../../../../test/support/corpus.js';
import { callContext, policyFor, useAuthority } from '../use-authority.js';

describe('acquire, given a licence that is not as it should be', () => {
  const shared = useAuthority();
  let license: Uint8Array;
  let text: string;
  before(async () => {
    ({ license } = await shared.publish({
      policy: policyFor(
        { 'bob@example.com': ['VIEW'] },
        { names: [{ lcid: 1033, name: 'Plan', description: '' }], validUntil: new Date('2030-01-01T00:00Z') },
      ),
      signedData: { Colour: 'red' },
      labels: [{ id: '11111111-2222-4333-8444-555555555555' }],
    }));
    text = new TextDecoder().decode(license);
  });

  const acquire = (bytes: Uint8Array): Promise<unknown> =>
    shared.client('bob@example.com').acquire(bytes, callContext());
  const refuses = async (changed: string, code: string): Promise<void> => {
    assert.notEqual(changed, text);
    await assert.rejects(acquire(encodeLicense(changed, 'utf8-bom')), { code });
  };

  /** The tenant as it stands in a licence, and its private key. */
  const tenant = (): { licensor: Licensor; key: KeyObject } => {
    const folder = join(shared.home, 'keys');
    const [name] = readdirSync(folder);
    const { issuer } = readPublishingLicense(license);
    return {
      licensor: {
        id: issuer.id,
        name: issuer.name,
        tenantId: normalizeGuid(issuer.levels['Tenant-ID']!)!,
        url: issuer.addresses[0]!.value,
        key: issuer.key,
      },
      key: createPrivateKey({ key: readFileSync(join(folder, name!)), format: 'der', type: 'pkcs8' }),
    };
  };

  /** What a licence that grants VIEW to bob is made of, sealed to `licensor`. */
  const input = (licensor: Licensor, principalXml = issuedPrincipalsXml(licensor)): PublishingLicenseInput => {
    const key = new Uint8Array(32).fill(7);
    const content = {
      issuedAt: new Date('2024-05-06T00:00Z'),
      contentId: '22222222-2222-4333-8444-555555555555',
      owner: 'bob@example.com',
    };
    const descriptor = { kind: 'custom', id: '33333333-2222-4333-8444-555555555555', names: [] } as const;
    const policy = policyFor({ 'bob@example.com': ['VIEW'] });
    return {
      ...content,
      tenant: licensor,
      descriptor,
      sealedKey: sealContentKey({ key, mode: 'CBC4K', recipient: toKeyObject(licensor.key), principalXml }),
      rightsData: encryptRightsData(writeRightsData({ policy, descriptorId: descriptor.id, ...content }), key),
    };
  };

  const parts: readonly [what: string, pattern: RegExp, replacement: string][] = [
    ['the time of issue', /<ISSUEDTIME>2024/, '<ISSUEDTIME>2023'],
    ['the end', /<UNTIL>2030/, '<UNTIL>2031'],
    ['the name', /NAME Plan/, 'NAME Plot'],
    ['the URL', /_wmcs\/licensing/, '_wmcs/licensinG'],
    ['the owner', /<NAME>alice@/, '<NAME>malice@'],
    ['the content id', /(?<=<WORK><OBJECT><ID type="MS-GUID">\{)\w{8}/, '00000000'],
    ['the application data', />red</, '>blue<'],
    ['the label', /11111111-2222/, '11111111-2223'],
    ['white space', /<WORK>/, ' <WORK>'],
    [
      'the order of attributes',
      /type="Microsoft Rights Label" version="3.0"/,
      'version="3.0" type="Microsoft Rights Label"',
    ],
    ['a line end', /;\n/, ';\r\n'],
    ['the digest', /(?<=surface-coding<\/VALUE><\/PARAMETER><VALUE[^>]*>).{4}/, 'AAAA'],
  ];
  for (const [what, pattern, replacement] of parts) {
    it(`notices a change of ${what}`, async () => {
      await refuses(text.replace(pattern, replacement), 'Tampered');
    });
  }

  it('notices a change of any character of the sealed key, the policy and the signature', async () => {
    const values = [...text.matchAll(/[A-Za-z0-9+/]{100,}/g)];
    assert.ok(values.length >= 5);
    for (const { index, 0: value } of values) {
      const at = index + Math.floor(value.length / 2);
      await refuses(`${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`, 'Tampered');
    }
  });

  it('refuses one without a signature', async () => {
    await refuses(text.replace(/<SIGNATURE>.*<\/SIGNATURE>/s, ''), 'Tampered');
  });

  it('refuses one with a second body', async () => {
    await refuses(text.replace('</BODY>', '</BODY><BODY></BODY>'), 'CorruptFile');
  });

  for (const [what, bytes] of [
    ['nothing', new Uint8Array(0)],
    ['noise', new Uint8Array(5000).fill(0xa5)],
    ['other XML', new TextEncoder().encode('<html></html>')],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(acquire(bytes), { code: 'CorruptFile' });
    });
  }

  it('refuses one cut anywhere', async () => {
    for (let length = 1; length < license.length; length += 97) {
      await assert.rejects(acquire(license.subarray(0, length)), { code: 'CorruptFile' });
    }
  });

  it('refuses another service’s, and names its host', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const licensor: Licensor = {
      ...tenant().licensor,
      url: 'https://rms.example.org/_wmcs',
      key: fromKeyObject(other.publicKey),
    };
    const foreign = await writePublishingLicense(input(licensor), rsaSigner(other.privateKey));
    await assert.rejects(acquire(encodeLicense(foreign, 'utf8-bom')), (error: { code?: string; hint?: string }) => {
      assert.equal(error.code, 'NotSupportedByClient');
      assert.match(error.hint ?? '', /rms\.example\.org/);
      return true;
    });
  });

  it('opens what its key signed, so that the refusals below have a reason', async () => {
    const { licensor, key } = tenant();
    const genuine = await writePublishingLicense(input(licensor), rsaSigner(key));
    await acquire(encodeLicense(genuine, 'utf8-bom'));
  });

  it('refuses our principal in a licence that somebody else signed', async () => {
    const { licensor } = tenant();
    const thief = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const stolen = readPublishingLicense(license);
    const forged = await writePublishingLicense(
      { ...input({ ...licensor, key: fromKeyObject(thief.publicKey) }), sealedKey: stolen.principal.sealedKey! },
      // The principal must be ours, so it is put back before the body is signed.
      () => new Uint8Array(256),
    );
    const body = /<BODY.*<\/BODY>/s
      .exec(forged)![0]
      .replace(/<ISSUEDPRINCIPALS>.*<\/ISSUEDPRINCIPALS>/s, stolen.principal.xml);
    const resigned = await resign(forged, body, thief.privateKey);
    const bytes = encodeLicense(resigned, 'utf8-bom');
    const { issuer, principal } = readPublishingLicense(bytes);
    assert.equal(verifyLicense(bytes).valid, true);
    assert.equal(principal.key.fingerprint, licensor.key.fingerprint);
    assert.notEqual(issuer.key.fingerprint, principal.key.fingerprint);
    await refuses(resigned, 'Tampered');
  });

  it('refuses a content key that was sealed for another principal', async () => {
    const { licensor, key } = tenant();
    const swapped = await writePublishingLicense(
      input(licensor, issuedPrincipalsXml({ ...licensor, name: 'Somebody else' })),
      rsaSigner(key),
    );
    await refuses(swapped, 'Tampered');
  });

  it('refuses a policy that does not open with the content key', async () => {
    const { licensor, key } = tenant();
    const rightsData = encryptRightsData('<XrML></XrML>', new Uint8Array(32));
    const damaged = await writePublishingLicense({ ...input(licensor), rightsData }, rsaSigner(key));
    await refuses(damaged, 'CorruptFile');
  });

  describeWithCorpus('from the corpus', () => {
    for (const name of ['tika-pdf-pl.xml', 'sdk-0101right-ecb.xml', 'sdk-ptxt-rmsSharingAdminTest.xml']) {
      it(`knows ${name} for another service’s`, async () => {
        await assert.rejects(acquire(corpusFile(`licenses/${name}`)), { code: 'NotSupportedByClient' });
      });
    }
  });
});

/** The licence with another body and a signature over that. */
async function resign(license: string, body: string, key: KeyObject): Promise<string> {
  const message = new Uint8Array(Buffer.from(body, 'utf16le'));
  const digest = createHash('sha256').update(message).digest('base64');
  const signature = Buffer.from(await rsaSigner(key)(message)).toString('base64');
  return license
    .replace(/<BODY.*<\/BODY>/s, () => body)
    .replace(/(surface-coding<\/VALUE><\/PARAMETER><VALUE[^>]*>)[^<]*/, `$1${digest}`)
    .replace(/(<VALUE encoding="base64" size="2048">)[^<]*(<\/VALUE><\/SIGNATURE>)/, `$1${signature}$2`);
}
