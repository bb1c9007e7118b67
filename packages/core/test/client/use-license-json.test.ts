import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { createContentCipher, parseUseLicenseJson, RightsmithError, type JsonObject } from '@rightsmith/core';

const KEY = new Uint8Array(32).map((_, index) => 200 - index);
const KEY_TEXT = Buffer.from(KEY).toString('base64');

const GRANTED: JsonObject = {
  AccessStatus: 'AccessGranted',
  Id: '{00000000-0000-4000-8000-000000000001}',
  Name: 'Staff',
  Description: 'Staff only',
  Referrer: 'mailto:alice@example.com',
  Owner: 'alice@example.com',
  IssuedTo: 'bob@example.com',
  ContentId: '{00000000-0000-4000-8000-00000000000A}',
  Rights: ['VIEW', 'EDIT', 'DocEdit'],
  Roles: null,
  Key: { Algorithm: 'AES', Size: 32, CipherMode: 'MICROSOFT.CBC4K', Value: KEY_TEXT },
  ContentValidUntil: null,
  LicenseValidUntil: '2031-01-31T00:00:00Z',
  FromTemplate: false,
  allowOfflineAccess: true,
  Policy: null,
  SignedApplicationData: {},
  EncryptedApplicationData: {},
};

const KEY_MEMBER = GRANTED['Key'] as JsonObject;

const parse = (changes: JsonObject = {}): ReturnType<typeof parseUseLicenseJson> =>
  parseUseLicenseJson(JSON.stringify({ ...GRANTED, ...changes }));

describe('parseUseLicenseJson', () => {
  it('reads a granted answer', async () => {
    const license = parse();
    assert.equal(license.contentId, '00000000-0000-4000-8000-00000000000a');
    assert.equal(license.owner, 'alice@example.com');
    assert.equal(license.issuedTo, 'bob@example.com');
    assert.equal(license.referral, 'mailto:alice@example.com');
    assert.deepEqual(license.rights, ['VIEW', 'EDIT', 'DOCEDIT']);
    assert.equal(license.contentValidUntil, undefined);
    assert.equal(license.validUntil?.toISOString(), '2031-01-31T00:00:00.000Z');
    assert.equal(license.offline, true);
    assert.equal(await license.policy(), undefined);
  });

  it('makes a working cipher of the key, in each mode and length', async () => {
    const modes = [
      ['MICROSOFT.CBC4K', 'CBC4K'],
      ['microsoft.cbc512.nopadding', 'CBC512'],
      ['Microsoft.ECB', 'ECB'],
    ] as const;
    const plain = new Uint8Array(512).fill(7);
    for (const [CipherMode, mode] of modes) {
      for (const length of [16, 32]) {
        const key = KEY.slice(0, length);
        const { cipher } = parse({ Key: { ...KEY_MEMBER, CipherMode, Value: Buffer.from(key).toString('base64') } });
        assert.equal(cipher.mode, mode);
        assert.equal(cipher.keyBits, length * 8);
        const expected = createContentCipher({ mode, key });
        assert.deepEqual(await cipher.encrypt(0, plain, true), await expected.encrypt(0, plain, true));
      }
    }
  });

  it('takes the length of the key from its value, whatever Size says', () => {
    assert.equal(parse({ Key: { ...KEY_MEMBER, Size: 16 } }).cipher.keyBits, 256);
  });

  it('gives the owner every right', async () => {
    const license = parse({ IssuedTo: 'ALICE@example.com', Rights: [] });
    assert.equal(await license.allows('EXPORT'), true);
    assert.equal(await parse().allows('EXPORT'), false);
  });

  it('takes a byte order mark, and members nobody knows', () => {
    const text = `\uFEFF${JSON.stringify({ ...GRANTED, LabelId: 'x', DynamicWatermark: { a: 1 } })}`;
    assert.equal(parseUseLicenseJson(text).owner, 'alice@example.com');
  });

  describe('the status', () => {
    const withoutStatus: JsonObject = { ...GRANTED, AccessStatus: undefined };
    const withoutStatusAndKey: JsonObject = { ...withoutStatus, Key: undefined };
    const denied = { code: 'AccessDenied', referral: 'mailto:alice@example.com' };
    const rows: readonly (readonly [what: string, answer: JsonObject, expected: object | undefined])[] = [
      ['granted in other letters', { ...GRANTED, AccessStatus: 'ACCESSgranted' }, undefined],
      ['missing beside a key', withoutStatus, undefined],
      ['null beside a key', { ...GRANTED, AccessStatus: null }, undefined],
      ['missing without a key', withoutStatusAndKey, denied],
      ['denied', { ...withoutStatusAndKey, AccessStatus: 'AccessDenied', Rights: [] }, denied],
      ['denied in spite of a key', { ...GRANTED, AccessStatus: 'accessdenied' }, denied],
      ['granted without any right', { ...GRANTED, Rights: [] }, denied],
      ['expired', { ...withoutStatusAndKey, AccessStatus: 'ContentExpired' }, { code: 'Expired' }],
      ['unknown', { ...GRANTED, AccessStatus: 'Perhaps' }, { code: 'CorruptFile', message: /AccessStatus/ }],
    ];
    for (const [what, answer, expected] of rows) {
      it(what, () => {
        const run = (): unknown => parseUseLicenseJson(JSON.stringify(answer));
        if (expected === undefined) run();
        else assert.throws(run, expected);
      });
    }
  });

  it('makes an address of a bare referral, and leaves a URL alone', () => {
    assert.equal(parse({ Referrer: 'alice@example.com' }).referral, 'mailto:alice@example.com');
    assert.equal(parse({ Referrer: 'https://example.com/ask' }).referral, 'https://example.com/ask');
    assert.equal(parse({ Referrer: null }).referral, undefined);
    assert.equal(parse({ Referrer: '' }).referral, undefined);
  });

  it('reads times; the end of the content is in UTC though nothing says so', () => {
    const time = (text: string): string | undefined =>
      parse({ ContentValidUntil: text }).contentValidUntil?.toISOString();
    assert.equal(time('2031-01-31T00:00:00'), '2031-01-31T00:00:00.000Z');
    assert.equal(time('2031-01-31T00:00:00Z'), '2031-01-31T00:00:00.000Z');
    assert.equal(time('2031-01-31T02:00:00.1234567+02:00'), '2031-01-31T00:00:00.123Z');
    const local = parse({ LicenseValidUntil: '2031-01-31T00:00:00' }).validUntil;
    assert.deepEqual(local, new Date(2031, 0, 31));
  });

  it('forbids keeping it by either of two members', () => {
    const days = (IntervalTimeInDays?: number): JsonObject => ({ Policy: { UserRights: [], IntervalTimeInDays } });
    assert.equal(parse({ allowOfflineAccess: null }).offline, true);
    assert.equal(parse({ allowOfflineAccess: false }).offline, false);
    assert.equal(parse(days(30)).offline, true);
    assert.equal(parse(days(0)).offline, false);
    assert.equal(parse(days()).offline, false);
  });

  it('shows the policy to whoever may see it', async () => {
    const Policy = {
      UserRights: [{ Users: ['bob@example.com'], Rights: ['VIEW', 'PRINT'] }],
      UserRoles: [{ Users: ['carol@example.com'], Roles: ['VIEWER', 'NEWROLE'] }],
      IntervalTimeInDays: 5,
    };
    const changes = { Policy, ContentValidUntil: '2031-01-31T00:00:00Z', EncryptedApplicationData: { a: 'b' } };
    assert.equal(await parse(changes).policy(), undefined);
    assert.deepEqual(await parse({ ...changes, Rights: ['VIEW', 'VIEWRIGHTSDATA'] }).policy(), {
      names: [{ lcid: 1033, name: 'Staff', description: 'Staff only' }],
      grants: [
        { users: ['bob@example.com'], rights: ['VIEW', 'PRINT'] },
        { users: ['carol@example.com'], rights: ['VIEW', 'VIEWRIGHTSDATA', 'REPLY', 'REPLYALL', 'OBJMODEL'] },
      ],
      offlineDays: 5,
      validUntil: new Date('2031-01-31T00:00:00Z'),
      encryptedData: { a: 'b' },
    });
  });

  describe('names the member that is wrong', () => {
    const rows: readonly (readonly [member: string, changes: JsonObject])[] = [
      ['AccessStatus', { AccessStatus: 1 }],
      ['Owner', { Owner: ['alice@example.com'] }],
      ['IssuedTo', { IssuedTo: {} }],
      ['Referrer', { Referrer: false }],
      ['ContentId', { ContentId: null }],
      ['ContentId', { ContentId: 'not a guid' }],
      ['Rights', { Rights: 'VIEW' }],
      ['Rights', { Rights: ['VIEW', null] }],
      ['Rights', { Rights: { 0: 'VIEW' } }],
      ['Key', { Key: null }],
      ['Key', { Key: [] }],
      ['Key.Algorithm', { Key: { ...KEY_MEMBER, Algorithm: 'DES' } }],
      ['Key.Algorithm', { Key: { ...KEY_MEMBER, Algorithm: null } }],
      ['Key.CipherMode', { Key: { ...KEY_MEMBER, CipherMode: 'MICROSOFT.GCM' } }],
      ['Key.CipherMode', { Key: { ...KEY_MEMBER, CipherMode: '__proto__' } }],
      ['Key.Value', { Key: { ...KEY_MEMBER, Value: '' } }],
      ['Key.Value', { Key: { ...KEY_MEMBER, Value: `${KEY_TEXT}!` } }],
      ['Key.Value', { Key: { ...KEY_MEMBER, Value: Buffer.alloc(31).toString('base64') } }],
      ['Key.Value', { Key: { ...KEY_MEMBER, Value: [KEY_TEXT] } }],
      ['ContentValidUntil', { ContentValidUntil: 'tomorrow' }],
      ['ContentValidUntil', { ContentValidUntil: '2031-13-31T00:00:00Z' }],
      ['ContentValidUntil', { ContentValidUntil: 1900000000 }],
      ['LicenseValidUntil', { LicenseValidUntil: 'Jan 31, 2031' }],
      ['allowOfflineAccess', { allowOfflineAccess: 'true' }],
      ['Policy', { Policy: 'none' }],
      ['Policy.IntervalTimeInDays', { Policy: { IntervalTimeInDays: '30' } }],
      ['Policy.UserRights', { Policy: { UserRights: { Users: [] } } }],
      ['Policy.UserRights.Users', { Policy: { UserRights: [{ Users: 'bob@example.com' }] } }],
      ['EncryptedApplicationData', { Policy: {}, EncryptedApplicationData: { a: 1 } }],
    ];
    for (const [member, changes] of rows) {
      it(`${member}: ${JSON.stringify(Object.values(changes).at(-1)).replaceAll(KEY_TEXT, '…')}`, () => {
        assert.throws(
          () => parse(changes),
          (error: RightsmithError) => {
            assert.equal(error.code, 'CorruptFile');
            assert.equal(error.where?.structure, 'use licence');
            assert.ok(error.message.includes(` ${member} is `), error.message);
            return true;
          },
        );
      });
    }
  });

  it('refuses what is no JSON object', () => {
    for (const text of ['', 'null', '[]', '"AccessGranted"', '1', '{', `${JSON.stringify(GRANTED)}x`]) {
      assert.throws(() => parseUseLicenseJson(text), { code: 'CorruptFile' }, text);
    }
  });

  it('shows no key in any error', () => {
    const cutText = JSON.stringify(GRANTED).slice(0, -1);
    const quoting = `{"Value":${KEY_TEXT}}`;
    const wrong = JSON.stringify({ ...GRANTED, Key: { ...KEY_MEMBER, Value: `${KEY_TEXT} ` } });
    for (const text of [cutText, quoting, wrong]) {
      assert.throws(
        () => parseUseLicenseJson(text),
        (error: Error) => {
          assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(KEY_TEXT.slice(0, 10)));
          return true;
        },
      );
    }
  });

  it('answers any JSON with a licence or an error of ours', () => {
    const members = fc.dictionary(fc.constantFrom(...Object.keys(GRANTED)), fc.jsonValue(), { maxKeys: 4 });
    fc.assert(
      fc.property(members, (changes) => {
        try {
          parse(changes);
        } catch (error) {
          assert.ok(RightsmithError.is(error), String(error));
        }
      }),
      { seed: 7, numRuns: 1000 },
    );
  });
});
