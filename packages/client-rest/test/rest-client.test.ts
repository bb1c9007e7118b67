import assert from 'node:assert/strict';
import { ERROR_CODE_PREFIX } from '@rightsmith/client-rest/contract';
import { restClient } from '@rightsmith/client-rest';
import {
  AccessDenied,
  decodeLicense,
  encodeLicense,
  readPublishingLicense,
  type CustomPolicy,
  type PublishRequest,
} from '@rightsmith/core';
import { failure } from './support/code-of.js';
import { licenseNaming } from './support/licenses.js';
import { DISCOVERY, callContext, locations, ownLocations } from './support/loopback-service.js';
import { useService } from './support/use-service.js';

const [TEMPLATES, PUBLISH, ACQUIRE] = ['/my/v2/templates', '/my/v2/publishinglicenses', '/my/v2/enduserlicenses'];
const KEY = {
  Algorithm: 'AES',
  Size: 32,
  CipherMode: 'Microsoft.CBC4K',
  Value: Buffer.alloc(32, 7).toString('base64'),
};
const TEMPLATE_ID = '{0C1A0000-1111-2222-3333-444444444444}';
const BOBS: CustomPolicy = { names: [], grants: [{ users: ['bob@example.com'], rights: ['VIEW'] }] };
const requestFor = (policy: PublishRequest['policy'], others: Partial<PublishRequest> = {}): PublishRequest => ({
  policy,
  labels: [],
  deprecatedAlgorithms: false,
  ...others,
});

describe('the REST client', () => {
  const fixture = useService();
  let license: Uint8Array;
  let contentId: string;
  before(async () => {
    ({ license, contentId } = await licenseNaming('https://rms.example.com'));
  });

  const published = (others: object = {}): object => ({
    SerializedPublishingLicense: Buffer.from(license).toString('base64'),
    Owner: 'alice@example.com',
    ContentId: `{${contentId.toUpperCase()}}`,
    Key: KEY,
    ...others,
  });
  const granted = (others: object = {}): object => ({
    AccessStatus: 'AccessGranted',
    Owner: 'alice@example.com',
    IssuedTo: 'bob@example.com',
    ContentId: `{${contentId}}`,
    Rights: ['VIEW'],
    Key: KEY,
    LicenseValidUntil: '2031-01-31T00:00:00Z',
    ...others,
  });
  const bodies = (path: string): Record<string, unknown>[] =>
    fixture.service.requests
      .filter((request) => request.path === path && request.headers.authorization !== undefined)
      .map(({ body }) => JSON.parse(body) as Record<string, unknown>);

  describe('templates', () => {
    beforeEach(() => {
      fixture.service.answers.set(TEMPLATES, () => ({
        body: [
          { Id: TEMPLATE_ID, Name: 'Staff', Description: 'x' },
          { Id: '{1c1a0000-1111-2222-3333-444444444444}', Name: 'Ärzte', Description: 'y', More: 1 },
        ],
      }));
      fixture.service.answers.set(PUBLISH, () => ({ body: published() }));
    });

    it('are sorted, with ids like everywhere', async () => {
      const list = await fixture.client().templates(callContext());
      assert.deepEqual(
        list.map(({ id, name }) => [id, name]),
        [
          ['1c1a0000-1111-2222-3333-444444444444', 'Ärzte'],
          ['0c1a0000-1111-2222-3333-444444444444', 'Staff'],
        ],
      );
    });

    it('go back as the service spells them, by id and by name', async () => {
      const client = fixture.client();
      await client.publish(requestFor({ template: 'Staff' }, { signedData: { a: 'b' } }), callContext());
      await client.publish(requestFor({ template: TEMPLATE_ID.toLowerCase() }), callContext());
      assert.deepEqual(bodies(PUBLISH), [
        {
          PreferDeprecatedAlgorithms: false,
          AllowAuditedExtraction: true,
          SignedApplicationData: { a: 'b' },
          TemplateId: TEMPLATE_ID,
        },
        { PreferDeprecatedAlgorithms: false, AllowAuditedExtraction: true, TemplateId: TEMPLATE_ID },
      ]);
    });

    it('need not be in the list to be used by id, and must be to be used by name', async () => {
      const client = fixture.client();
      await client.publish(requestFor({ template: '99999999-1111-2222-3333-444444444444' }), callContext());
      assert.equal(bodies(PUBLISH)[0]?.['TemplateId'], '{99999999-1111-2222-3333-444444444444}');
      await failure(client.publish(requestFor({ template: 'None' }), callContext()), 'TemplateNotFound');
    });
  });

  describe('publishing under a policy', () => {
    beforeEach(() => {
      fixture.service.answers.set(PUBLISH, () => ({ body: published() }));
    });

    it('sends what the protocol has, and no more', async () => {
      const policy: CustomPolicy = {
        ...BOBS,
        names: [{ lcid: 1031, name: 'Pläne', description: 'Für zwei' }],
        referral: 'mailto:help@example.com',
        offlineDays: 3,
        validUntil: new Date('2061-05-06T07:08:09.5Z'),
        encryptedData: { c: 'd' },
      };
      const request = requestFor(policy, { owner: 'ALICE@example.com', deprecatedAlgorithms: true });
      await fixture.client().publish(request, callContext());
      assert.deepEqual(bodies(PUBLISH), [
        {
          PreferDeprecatedAlgorithms: true,
          AllowAuditedExtraction: true,
          ReferralInfo: 'mailto:help@example.com',
          Policy: {
            Descriptors: [{ Name: 'Pläne', Description: 'Für zwei', Language: 'de-DE' }],
            UserRights: [{ Users: ['bob@example.com'], Rights: ['VIEW'] }],
            allowOfflineAccess: true,
            IntervalTimeInDays: 3,
            LicenseValidUntil: '2061-05-06T07:08:09Z',
            EncryptedApplicationData: { c: 'd' },
          },
        },
      ]);
    });

    it('gives licence, owner, content id and key', async () => {
      const utf16 = encodeLicense(decodeLicense(license).text, 'utf16le');
      fixture.service.answers.set(PUBLISH, () => ({
        body: published({ SerializedPublishingLicense: Buffer.from(utf16).toString('base64'), ContentId: null }),
      }));
      const publication = await fixture.client().publish(requestFor(BOBS), callContext());
      assert.deepEqual([publication.owner, publication.contentId], ['alice@example.com', contentId]);
      assert.deepEqual(publication.license, license);
      assert.deepEqual([publication.cipher.mode, publication.cipher.keyBits], ['CBC4K', 256]);
    });

    const period = { validUntil: new Date('2061-01-01') };
    const beyond: readonly [string, PublishRequest][] = [
      ['another owner', requestFor(BOBS, { owner: 'carol@example.com' })],
      ['labels', requestFor(BOBS, { labels: [{ id: '11111111-2222-3333-4444-555555555555' }] })],
      ['a beginning', requestFor({ ...BOBS, validFrom: new Date('2060-01-01') })],
      ['no right of the owner', requestFor({ ...BOBS, grantOwner: false })],
      [
        'rights for a time',
        requestFor({ ...BOBS, grants: [{ users: ['b@example.com'], rights: ['VIEW'], ...period }] }),
      ],
    ];
    for (const [what, request] of beyond) {
      it(`refuses what only our server would understand: ${what}`, async () => {
        const error = await failure(fixture.client().publish(request, callContext()), 'NotSupportedByClient');
        assert.ok(error.message.includes(what), error.message);
        assert.deepEqual(bodies(PUBLISH), []);
        fixture.service.answers.set(DISCOVERY, () => ({ body: ownLocations(fixture.service.origin) }));
        await fixture.client().publish(request, callContext());
        assert.equal(bodies(PUBLISH).length, 1);
      });
    }

    it('refuses to use a key again, and policies that make no sense, before anything is sent', async () => {
      const sameKeyAs = {} as never;
      const client = fixture.client();
      await failure(client.publish(requestFor(BOBS, { sameKeyAs }), callContext()), 'NotSupportedByClient');
      await failure(client.publish(requestFor({ names: [], grants: [] }), callContext()), 'UsageError');
      await failure(client.publish(requestFor(BOBS, { owner: 'x' }), callContext()), 'UsageError');
      assert.deepEqual(fixture.service.requests, []);
    });

    const unfit: readonly [string, unknown][] = [
      ['no JSON', '<html>'],
      ['nothing', ''],
      ['a list', []],
      ['no key', { Key: undefined }],
      ['an empty key', { Key: {} }],
      ['a key of a strange length', { Key: { ...KEY, Value: 'AAAA' } }],
      ['a cipher mode that is not known', { Key: { ...KEY, CipherMode: 'MICROSOFT.GCM' } }],
      ['another algorithm', { Key: { ...KEY, Algorithm: 'DES' } }],
      ['no licence', { SerializedPublishingLicense: undefined }],
      ['a licence that is none', { SerializedPublishingLicense: 'AAAA' }],
      ['a licence that is not base64', { SerializedPublishingLicense: '%' }],
      ['the licence of other content', { ContentId: '{11111111-2222-3333-4444-555555555555}' }],
    ];
    for (const [what, change] of unfit) {
      it(`refuses an answer with ${what}, without showing it`, async () => {
        const isChange = typeof change === 'object' && !Array.isArray(change);
        fixture.service.answers.set(PUBLISH, () => ({ body: isChange ? published(change!) : change }));
        const error = await failure(fixture.client().publish(requestFor(BOBS), callContext()), 'ServiceError');
        assert.ok(!`${error.message}${error.hint ?? ''}`.includes(KEY.Value));
      });
    }
  });

  describe('acquiring', () => {
    it('sends the licence as it is stored and reads what is granted', async () => {
      fixture.service.answers.set(ACQUIRE, () => ({ body: granted() }));
      const stored = encodeLicense(decodeLicense(license).text, 'utf16le');
      const useLicense = await fixture.client().acquire(stored, callContext());
      assert.deepEqual(useLicense.rights, ['VIEW']);
      assert.equal(useLicense.issuedTo, 'bob@example.com');
      const [body] = bodies(ACQUIRE);
      assert.deepEqual(Buffer.from(String(body?.['SerializedPublishingLicense']), 'base64'), Buffer.from(stored));
    });

    it('tells discovery the licensing URL and the key of the licence', async () => {
      fixture.service.answers.set(ACQUIRE, () => ({ body: granted() }));
      await fixture.client().acquire(license, callContext());
      const { path, headers } = fixture.service.requests[0]!;
      assert.equal(path, `${DISCOVERY}?service=https://rms.example.com/_wmcs/licensing`);
      assert.equal(headers['x-ms-rms-service-url'], 'https://rms.example.com/_wmcs/licensing');
      const { modulus } = readPublishingLicense(license).principal.key;
      assert.equal(headers['x-ms-rms-slc-key'], Buffer.from(modulus).toString('base64'));
    });

    it('takes the content id of the licence where the service names none, and refuses that of another', async () => {
      fixture.service.answers.set(ACQUIRE, () => ({ body: granted({ ContentId: null }) }));
      assert.equal((await fixture.client().acquire(license, callContext())).contentId, contentId);
      const other = '{11111111-2222-3333-4444-555555555555}';
      fixture.service.answers.set(ACQUIRE, () => ({ body: granted({ ContentId: other }) }));
      await failure(fixture.client().acquire(license, callContext()), 'Tampered');
    });

    it('is denied with whom to ask, and told when content is over', async () => {
      const denial = { AccessStatus: 'AccessDenied', Referrer: 'alice@example.com', Rights: [], Key: null };
      fixture.service.answers.set(ACQUIRE, () => ({ body: granted(denial) }));
      const error = await failure(fixture.client().acquire(license, callContext()), 'AccessDenied');
      assert.ok(error instanceof AccessDenied);
      assert.equal(error.referral, 'mailto:alice@example.com');
      fixture.service.answers.set(ACQUIRE, () => ({ body: { AccessStatus: 'contentexpired' } }));
      await failure(fixture.client().acquire(license, callContext()), 'Expired');
    });

    it('refuses answers that are not as the protocol has them', async () => {
      for (const change of [{ Key: null }, { Rights: [1] }, { AccessStatus: 'Perhaps' }, { ContentId: 7 }]) {
        fixture.service.answers.set(ACQUIRE, () => ({ body: granted(change) }));
        await failure(fixture.client().acquire(license, callContext()), 'ServiceError');
      }
    });

    it('refuses what is no licence before anything is sent', async () => {
      await failure(fixture.client().acquire(new Uint8Array(9), callContext()), 'CorruptFile');
      assert.deepEqual(fixture.service.requests, []);
    });

    it('asks nobody, not even DNS, about a licence whose service is not allowed', async () => {
      const asked: string[] = [];
      const findServiceRecords = (name: string): Promise<readonly string[]> => {
        asked.push(name);
        return Promise.resolve([]);
      };
      const tokens = (): Promise<string> => assert.fail('a token was asked for');
      const client = restClient({ tokens, findServiceRecords });
      await failure(client.acquire(license, callContext()), 'NotSupportedByClient');
      assert.deepEqual(asked, []);
      const hostile = restClient({
        tokens,
        hosts: ['rms.example.com'],
        findServiceRecords: () => Promise.resolve(['evil.example']),
      });
      await failure(hostile.acquire(license, callContext()), 'NotSupportedByClient');
    });
  });

  const errors: readonly [number, string | undefined, string, string][] = [
    [400, 'BadInputException', 'UsageError', 'CorruptFile'],
    [500, 'microsoft.rightsmanagement.exceptions.badinputexception', 'UsageError', 'CorruptFile'],
    [400, 'TemplateNotFoundException', 'TemplateNotFound', 'TemplateNotFound'],
    [400, 'TemplateArchivedException', 'TemplateArchived', 'TemplateArchived'],
    [400, 'UnrecognizedUrlException', 'NotSupportedByClient', 'NotSupportedByClient'],
    [400, 'UnknownTenantException', 'NotSupportedByClient', 'NotSupportedByClient'],
    [400, 'ServiceDisabledException', 'ServiceError', 'ServiceError'],
    [400, 'NotSignedUpException', 'ServiceError', 'ServiceError'],
    [400, 'DevicePlatformDisabledException', 'ServiceError', 'ServiceError'],
    [400, 'NeverHeardOfException', 'ServiceError', 'ServiceError'],
    [403, 'AccessDeniedException', 'AccessDenied', 'AccessDenied'],
    [403, undefined, 'AccessDenied', 'AccessDenied'],
    [404, undefined, 'ServiceError', 'ServiceError'],
    [413, undefined, 'LimitReached', 'LimitReached'],
    [418, undefined, 'ServiceError', 'ServiceError'],
    [500, undefined, 'ServiceError', 'ServiceError'],
    [502, undefined, 'ServiceError', 'ServiceError'],
  ];
  for (const [status, code, publishing, acquiring] of errors) {
    it(`maps ${status} ${code ?? 'without a code'}`, async () => {
      const name = code === undefined || code.includes('.') ? code : `${ERROR_CODE_PREFIX}${code}`;
      const body = name === undefined ? 'no JSON' : { Code: name, Message: 'For\u0000 the\nlog' };
      for (const path of [PUBLISH, ACQUIRE]) fixture.service.answers.set(path, () => ({ status, body }));
      const error = await failure(fixture.client().publish(requestFor(BOBS), callContext()), publishing);
      assert.ok(code === undefined || code.startsWith('Never') || error.message.includes('For the log'), error.message);
      await failure(fixture.client().acquire(license, callContext()), acquiring);
    });
  }

  it('makes one discovery for many calls at once, and another after one that failed', async () => {
    let count = 0;
    fixture.service.answers.set(DISCOVERY, () => {
      count += 1;
      return count === 1 ? { status: 500 } : { body: locations(fixture.service.origin) };
    });
    fixture.service.answers.set(TEMPLATES, () => ({ body: [] }));
    const client = fixture.client();
    await failure(client.templates(callContext()), 'ServiceError');
    await Promise.all(Array.from({ length: 10 }, () => client.templates(callContext())));
    assert.equal(count, 2);
  });
});
