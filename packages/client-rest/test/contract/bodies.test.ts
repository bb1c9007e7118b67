import assert from 'node:assert/strict';
import {
  END_USER_LICENSE_ANSWER,
  ERROR_CODE_PREFIX,
  PUBLISHING_ANSWER,
  PUBLISHING_REQUEST,
  SERVICE_LOCATIONS,
  TEMPLATE_ENTRIES,
  requestTime,
  serviceErrorCode,
  timeText,
} from '@rightsmith/client-rest/contract';
import { parseUseLicenseJson } from '@rightsmith/core';

const KEY = {
  Algorithm: 'AES',
  Size: 32,
  CipherMode: 'MICROSOFT.CBC4K',
  Value: Buffer.alloc(32, 7).toString('base64'),
};
const POLICY = { UserRights: [{ Users: ['bob@example.com'], Rights: ['VIEW'] }], allowOfflineAccess: true };
const PUBLISHED = { SerializedPublishingLicense: '77u/PA==', Owner: 'alice@example.com', Key: KEY };
const GRANTED = {
  AccessStatus: 'AccessGranted',
  Id: '{11111111-2222-3333-4444-555555555555}',
  Owner: 'alice@example.com',
  IssuedTo: 'bob@example.com',
  ContentId: '{0F8FAD5B-D9CB-469F-A165-70867728950E}',
  Rights: ['VIEW'],
  Roles: null,
  Key: KEY,
  ContentValidUntil: null,
  LicenseValidUntil: '2031-01-31T00:00:00Z',
  FromTemplate: false,
  allowOfflineAccess: true,
  Policy: null,
};

describe('the bodies of the protocol', () => {
  it('are publishing requests of either kind, never of both or none', () => {
    const fits = (body: unknown): boolean => PUBLISHING_REQUEST.safeParse(body).success;
    assert.ok(fits({ TemplateId: '{x}', PreferDeprecatedAlgorithms: false, AllowAuditedExtraction: true }));
    assert.ok(fits({ Policy: POLICY, SignedApplicationData: { a: 'b' }, ReferralInfo: 'help@example.com' }));
    assert.ok(fits({ Policy: { UserRoles: [{ Users: ['a@example.com'], Roles: ['VIEWER'] }] }, Unknown: 1 }));
    assert.ok(fits({ TemplateId: '{x}', Policy: null }));
    for (const bad of [
      {},
      { TemplateId: '{x}', Policy: POLICY },
      { TemplateId: '' },
      { TemplateId: 7 },
      { Policy: [] },
      { Policy: { UserRights: 'all' } },
      { Policy: { LicenseValidUntil: 'tomorrow' } },
      { Policy: POLICY, SignedApplicationData: { a: 1 } },
      null,
      [],
    ])
      assert.ok(!fits(bad), JSON.stringify(bad));
  });

  it('are publishing answers with what clients cannot do without', () => {
    const fits = (body: object): boolean => PUBLISHING_ANSWER.safeParse(body).success;
    assert.ok(fits(PUBLISHED));
    assert.ok(fits({ ...PUBLISHED, Name: null, SignedApplicationData: {} }));
    for (const name of Object.keys(PUBLISHED)) assert.ok(!fits({ ...PUBLISHED, [name]: undefined }), name);
    for (const name of ['Algorithm', 'CipherMode', 'Value'])
      assert.ok(!fits({ ...PUBLISHED, Key: { ...KEY, [name]: '' } }), name);
  });

  it('are lists of locations and templates without gaps', () => {
    assert.ok(SERVICE_LOCATIONS.safeParse([{ Name: 'templates', Uri: 'https://rms.example.com', More: 1 }]).success);
    assert.ok(!SERVICE_LOCATIONS.safeParse([{ Name: 'templates', Uri: '' }]).success);
    assert.ok(TEMPLATE_ENTRIES.safeParse([]).success);
    assert.ok(!TEMPLATE_ENTRIES.safeParse([{ Id: 'x', Name: 'y', Description: '' }]).success);
  });

  it('are end-user licences that core reads as well', () => {
    const readByCore = (body: object): boolean => {
      try {
        return parseUseLicenseJson(JSON.stringify(body)).rights.length > 0;
      } catch {
        return false;
      }
    };
    const fits = (body: object): boolean => END_USER_LICENSE_ANSWER.safeParse(body).success;
    assert.ok(fits(GRANTED) && readByCore(GRANTED));
    const changes: readonly object[] = [
      { AccessStatus: 7 },
      { Key: 'x' },
      { Key: { ...KEY, Value: '?' } },
      { Rights: 'VIEW' },
      { Rights: [1] },
      { ContentValidUntil: 'x' },
      { allowOfflineAccess: 'yes' },
      { Policy: { UserRights: [{ Users: 'x', Rights: [] }] } },
    ];
    for (const change of changes) {
      const body = { ...GRANTED, ...change };
      assert.ok(!fits(body), `the contract takes ${JSON.stringify(change)}`);
      assert.ok(!readByCore(body), `core takes ${JSON.stringify(change)}`);
    }
    assert.ok(fits({ AccessStatus: 'AccessDenied', Referrer: 'alice@example.com', Rights: [] }));
    assert.ok(!fits({ ...GRANTED, Rights: null }), 'other clients fail over null');
    assert.ok(!fits({ ...GRANTED, Policy: {} }), 'other clients crash without UserRights');
  });

  it('name errors by their last word, in any letter case', () => {
    assert.equal(serviceErrorCode(`${ERROR_CODE_PREFIX}BadInputException`), 'BadInputException');
    assert.equal(serviceErrorCode('TEMPLATENOTFOUNDEXCEPTION'), 'TemplateNotFoundException');
    for (const unknown of ['', 'x.', 'toString', 'constructor']) assert.equal(serviceErrorCode(unknown), undefined);
  });

  it('tell times in UTC and whole seconds', () => {
    assert.equal(timeText(new Date('2031-05-06T07:08:09.123Z')), '2031-05-06T07:08:09Z');
    for (const text of ['2031-05-06T07:08:09', '2031-05-06T07:08:09z', '2031-05-06T09:08:09+02:00'])
      assert.equal(timeText(requestTime(text)), '2031-05-06T07:08:09Z', text);
  });
});
