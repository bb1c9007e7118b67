import assert from 'node:assert/strict';
import { type CustomPolicy, checkPolicy, normalizeReferral, wholeMinute } from '@rightsmith/core';

const ISSUED = new Date('2031-05-06T07:08:09Z');

const POLICY: CustomPolicy = {
  names: [{ lcid: 1033, name: 'Plans', description: 'For the team' }],
  grants: [{ users: ['alice@example.com', '@example.org', 'anyone', 'owner'], rights: ['VIEW', 'my_right-1.x'] }],
};

const GRANT = POLICY.grants[0]!;
const NAME = POLICY.names[0]!;

describe('checkPolicy', () => {
  const accepted: [string, Partial<CustomPolicy>][] = [
    ['users and rights of every kind', {}],
    ['no names', { names: [] }],
    ['an end one minute after the issue', { validUntil: new Date('2031-05-06T07:09:00Z') }],
    ['no offline use', { offlineDays: 0 }],
    ['the longest offline period', { offlineDays: 65_535 }],
    ['a referral to a page', { referral: 'https://help.example.com/ask?x=1' }],
    ['a referral to an address', { referral: 'help@example.com' }],
    ['line feeds and tabs in application data', { encryptedData: { 'a b': 'c\n\td' } }],
    ['a right name of 256 characters', { grants: [{ ...GRANT, rights: ['R'.repeat(256)] }] }],
  ];
  for (const [what, changes] of accepted) {
    it(`accepts ${what}`, () => {
      assert.doesNotThrow(() => {
        checkPolicy({ ...POLICY, ...changes }, ISSUED);
      });
    });
  }

  const refused: [string, Partial<CustomPolicy>, RegExp][] = [
    ['a policy without grants', { grants: [] }, /grants nothing/],
    ['a grant without users', { grants: [{ ...GRANT, users: [] }] }, /no user/],
    ['a grant without rights', { grants: [GRANT, { ...GRANT, rights: [] }] }, /no right/],
    ['a user that is no address', { grants: [{ ...GRANT, users: ['a b@example.com'] }] }, /"a b@example\.com"/],
    ['a right with a blank', { grants: [{ ...GRANT, rights: ['SAVE AS'] }] }, /"SAVE AS"/],
    ['a right with markup', { grants: [{ ...GRANT, rights: ['<VIEW>'] }] }, /"<VIEW>"/],
    ['a right without a name', { grants: [{ ...GRANT, rights: [''] }] }, /""/],
    ['a right name of 257 characters', { grants: [{ ...GRANT, rights: ['R'.repeat(257)] }] }, /RRR/],
    ['an end in the minute of the issue', { validUntil: new Date('2031-05-06T07:08:59Z') }, /07:08:59/],
    ['an end that is no time', { validUntil: new Date(NaN) }, /validity/],
    ['an end beyond the year 9999', { validUntil: new Date('+010000-01-01T00:00Z') }, /9999/],
    [
      'a period that ends before it begins',
      { validFrom: new Date('2032-01-02T00:00Z'), validUntil: new Date('2032-01-01T00:00Z') },
      /ends before it begins/,
    ],
    ['a grant that has ended', { grants: [{ ...GRANT, validUntil: ISSUED }] }, /ends before it begins/],
    ['half a day offline', { offlineDays: 0.5 }, /0\.5/],
    ['a negative offline period', { offlineDays: -1 }, /-1/],
    ['an offline period that does not fit', { offlineDays: 65_536 }, /65536/],
    ['a referral without TLS', { referral: 'http://help.example.com/' }, /http:\/\/help/],
    ['a referral that is nothing', { referral: '' }, /""/],
    ['a name with a colon', { names: [{ ...NAME, name: 'a:b' }] }, /"a:b"/],
    ['a description with a semicolon', { names: [{ ...NAME, description: 'a;b' }] }, /"a;b"/],
    ['a name with a line feed', { names: [{ ...NAME, name: 'a\nb' }] }, /"a\\nb"/],
    ['an empty name', { names: [{ ...NAME, name: '' }] }, /1033 is empty/],
    ['two names for a language', { names: [NAME, NAME] }, /two names .* 1033/],
    ['a language id that is none', { names: [{ ...NAME, lcid: 1.5 }] }, /1\.5/],
    ['application data with a control character', { encryptedData: { a: 'b\r' } }, /"a"/],
    ['application data without a name', { encryptedData: { '': 'b' } }, /""/],
    ['application data under the reserved name', { encryptedData: { NOLICCACHE: '0' } }, /reserved/],
  ];
  for (const [what, changes, message] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => {
          checkPolicy({ ...POLICY, ...changes }, ISSUED);
        },
        { code: 'UsageError', message },
      );
    });
  }

  it('takes a past end where no issue time is given', () => {
    assert.doesNotThrow(() => {
      checkPolicy({ ...POLICY, validUntil: new Date('2001-01-01T00:00Z') });
    });
  });
});

describe('normalizeReferral', () => {
  const referrals: [string, string][] = [
    ['help@example.com', 'mailto:help@example.com'],
    ['mailto:help@example.com', 'mailto:help@example.com'],
    ['https://example.com/ask', 'https://example.com/ask'],
  ];
  for (const [given, expected] of referrals) {
    it(`makes ${expected} of ${given}`, () => {
      assert.equal(normalizeReferral(given), expected);
    });
  }

  for (const bad of [
    'javascript:alert(1)',
    'file:///etc/hosts',
    '//example.com',
    'help',
    'https://a b/',
    'mailto:a@b\n',
  ]) {
    it(`refuses ${JSON.stringify(bad)}`, () => {
      assert.throws(() => normalizeReferral(bad), { code: 'UsageError' });
    });
  }
});

describe('wholeMinute', () => {
  it('rounds down, before 1970 too', () => {
    assert.equal(wholeMinute(new Date('2031-05-06T07:08:59.999Z')).toISOString(), '2031-05-06T07:08:00.000Z');
    assert.equal(wholeMinute(new Date('1969-12-31T23:59:30Z')).toISOString(), '1969-12-31T23:59:00.000Z');
  });
});
