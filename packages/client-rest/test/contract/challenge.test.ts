import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatChallenge, parseChallenge } from '@rightsmith/client-rest/contract';
import { RightsmithError } from '@rightsmith/core';

const AUTHORITY = 'https://login.example.com/oauth2/authorize';

/** Headers and what a reader by RFC 9110 takes from them. */
const READ: Readonly<Record<string, [string, object | undefined]>> = {
  'one of the current service': [
    `Bearer resource="https://aadrm.com", authorization="${AUTHORITY}"`,
    { resource: 'https://aadrm.com', authorization: AUTHORITY },
  ],
  'one of the old root': [
    `Bearer realm="api.aadrm.com", authorization="${AUTHORITY}"`,
    { realm: 'api.aadrm.com', authorization: AUTHORITY },
  ],
  'another spelling and letter case': [`BEARER Authorization_URI="${AUTHORITY}"`, { authorization: AUTHORITY }],
  'the first spelling of two': [
    `Bearer authorization="https://other.example.com", authorization_uri="${AUTHORITY}"`,
    { authorization: AUTHORITY },
  ],
  'no quotes': [
    `Bearer authorization=${AUTHORITY}?a=b,resource=x`,
    { authorization: `${AUTHORITY}?a=b`, resource: 'x' },
  ],
  'commas and equals signs in quotes': [
    `Bearer authorization="${AUTHORITY}?a=1,b=2", scope="a b"`,
    { authorization: `${AUTHORITY}?a=1,b=2`, scope: 'a b' },
  ],
  'escapes in quotes': [
    `Bearer authorization="${AUTHORITY}", realm="the \\"inner\\" one"`,
    { authorization: AUTHORITY, realm: 'the "inner" one' },
  ],
  'several challenges': [
    `Negotiate, NTLM TlRMTVNTUAAB==, Basic realm="printers", Bearer authorization="${AUTHORITY}"`,
    { authorization: AUTHORITY },
  ],
  'several bearers, the first without an authority': [
    `Bearer realm="x", Bearer authorization="${AUTHORITY}"`,
    { authorization: AUTHORITY },
  ],
  'blanks around everything': [
    `  Bearer   authorization = "${AUTHORITY}" ,, resource = x `,
    { authorization: AUTHORITY, resource: 'x' },
  ],
  'a refused token': [
    `Bearer authorization="${AUTHORITY}", error="invalid_token"`,
    { authorization: AUTHORITY, error: 'invalid_token' },
  ],
  'the first of two values': [
    `Bearer authorization="${AUTHORITY}", authorization="https://evil.example"`,
    { authorization: AUTHORITY },
  ],
  'an empty authority': ['Bearer authorization=""', undefined],
  'no authority': ['Bearer resource="x"', undefined],
  'another scheme': [`Basic authorization="${AUTHORITY}"`, undefined],
  nothing: ['', undefined],
  'a quote that never closes': ['Bearer authorization="https://login.example.com', undefined],
};

describe('a challenge', () => {
  for (const [what, [header, expected]] of Object.entries(READ)) {
    it(`is read with ${what}`, () => {
      assert.deepEqual(parseChallenge(header), expected);
    });
  }

  it('comes back as it was written, also from a reader that splits at commas and equals signs', () => {
    const challenge = { resource: 'https://rms.example.com', authorization: AUTHORITY, realm: 'x', scope: 'a b' };
    const header = formatChallenge(challenge);
    assert.deepEqual(parseChallenge(header), challenge);
    for (const pair of header.slice('Bearer '.length).split(',')) assert.equal(pair.split('=').length, 2, pair);
  });

  it('is not written with what other clients would split', () => {
    for (const bad of ['https://a.example/?x=1', 'a,b', 'a"b', 'a\\b', 'a\r\nb', '', 'ü']) {
      assert.throws(
        () => formatChallenge({ authorization: bad }),
        (error) => RightsmithError.is(error) && error.code === 'UsageError',
        bad,
      );
    }
  });

  it('is read from anything without an exception', () => {
    const pieces = fc.constantFrom('Bearer', 'authorization', '=', '"', '\\', ',', ' ', '\t', 'x', 'é', '==', '\u0000');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        parseChallenge(parts.join(''));
      }),
    );
    assert.equal(parseChallenge(`Bearer ${'a='.repeat(1_000_000)}`), undefined);
    assert.equal(parseChallenge(`Bearer x="${'\\'.repeat(1_000_000)}`), undefined);
  });
});
