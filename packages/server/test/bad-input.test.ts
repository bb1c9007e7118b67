import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { customRequest, useServer, type Answer } from './support/running-server.js';

const ALICE = 'alice@example.com';
const OPEN = '/my/v2/enduserlicenses';
const PUBLISH = '/my/v2/publishinglicenses';
const DOCUMENTS = ['record', 'revoke', 'restore'].map((name) => `/rightsmith/v1/documents/${name}`);

function refused(answer: Answer, what: string): void {
  assert.ok([400, 413, 415].includes(answer.status), `${what}: ${answer.status} ${answer.text}`);
  const { Code, Message } = answer.json;
  assert.match(String(Code), /^Microsoft\.RightsManagement\.Exceptions\.\w+Exception$/, what);
  assert.equal(typeof Message, 'string', what);
  assert.doesNotMatch(answer.text, /node_modules|TypeError|at .*\.js/, what);
}

describe('bad input', () => {
  const server = useServer({ limits: { bodyBytes: 1024 * 1024 } });
  const policy = (more: object): object => ({ Policy: { UserRights: [], ...more } });

  const forLicenses: Readonly<Record<string, unknown>> = {
    'no members': {},
    'a list': [],
    null: 'null',
    'a text': '"x"',
    'no JSON': '{"SerializedPublishingLicense":',
    'a number for the licence': { SerializedPublishingLicense: 7 },
    'no text in the licence': { SerializedPublishingLicense: '' },
    'what is no base64': { SerializedPublishingLicense: '%%%%' },
    'random bytes': { SerializedPublishingLicense: randomBytes(500).toString('base64') },
    'some XML': { SerializedPublishingLicense: Buffer.from('<XrML/>').toString('base64') },
    'an entity': {
      SerializedPublishingLicense: Buffer.from(
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><XrML>&e;</XrML>',
      ).toString('base64'),
    },
    'members of the prototype': '{"__proto__":{"SerializedPublishingLicense":"AAAA"}}',
    'the constructor': '{"constructor":{"prototype":{"a":1}},"SerializedPublishingLicense":5}',
    'a member twice, the last one wrong': '{"SerializedPublishingLicense":"AAAA","SerializedPublishingLicense":5}',
    'very deep JSON': `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  };
  for (const [name, body] of Object.entries(forLicenses)) {
    it(`is refused where a licence belongs: ${name}`, async () => {
      for (const path of [OPEN, ...DOCUMENTS]) refused(await server.call(path, { as: ALICE, body }), `${path} ${name}`);
    });
  }

  const forPublishing: Readonly<Record<string, unknown>> = {
    'neither template nor policy': {},
    both: { TemplateId: '{b5e1c1f0-0d3c-4f4e-9a51-2d8f3b1f6a11}', ...policy({}) },
    'a number as template': { TemplateId: 7 },
    'a list as policy': { Policy: [] },
    'rights that are no list': policy({ UserRights: 'VIEW' }),
    'a right that is a number': policy({ UserRights: [{ Users: ['a@example.com'], Rights: [1] }] }),
    'a user that is none': policy({ UserRights: [{ Users: ['<script>'], Rights: ['VIEW'] }] }),
    'a right that cannot be': policy({ UserRights: [{ Users: ['a@example.com'], Rights: ['A B\u0000'] }] }),
    'an unknown role': policy({ UserRoles: [{ Users: ['a@example.com'], Roles: ['KING'] }] }),
    'rights and roles': policy({
      UserRights: [{ Users: ['a@example.com'], Rights: ['VIEW'] }],
      UserRoles: [{ Users: ['a@example.com'], Roles: ['VIEWER'] }],
    }),
    'an end that is no time': policy({ LicenseValidUntil: 'tomorrow' }),
    'half a day offline': policy({ IntervalTimeInDays: 0.5 }),
    'an endless number of days': policy({ IntervalTimeInDays: 1e300 }),
    'application data that is no text': { ...policy({}), SignedApplicationData: { a: 1 } },
    'a control character in a name': policy({
      Descriptors: [{ Name: 'a\u0001', Description: 'b', Language: 'en-US' }],
    }),
    'an owner that is none': {
      ...policy({ UserRights: [{ Users: ['a@example.com'], Rights: ['VIEW'] }] }),
      Owner: 'x',
    },
    'a label without a GUID': { ...policy({}), Labels: [{ Id: 'x' }] },
    'a body beyond the limit': { ...policy({}), SignedApplicationData: { a: 'x'.repeat(2_000_000) } },
  };
  for (const [name, body] of Object.entries(forPublishing)) {
    it(`is refused when publishing: ${name}`, async () => {
      refused(await server.call(PUBLISH, { as: ALICE, body }), name);
    });
  }

  it('is refused in another type than JSON', async () => {
    const headers = { 'content-type': 'text/xml' };
    refused(await server.call(OPEN, { as: ALICE, body: '<a/>', headers }), 'XML');
  });

  it('is told from a template that is not there', async () => {
    const answer = await server.call(PUBLISH, {
      as: ALICE,
      body: { TemplateId: '{b5e1c1f0-0d3c-4f4e-9a51-2d8f3b1f6a11}' },
    });
    assert.equal(answer.status, 400);
    assert.match(answer.text, /\.TemplateNotFoundException"/);
  });

  it('in headers is no reason to fail', async () => {
    const headers = {
      'accept-language': `${'x,'.repeat(500)};;q=q`,
      'x-ms-rms-platform-id': ';;;=',
      'x-ms-rms-request-id': 'x'.repeat(3000),
    };
    const body = customRequest({ 'bob@example.com': ['VIEW'] });
    assert.equal((await server.call(PUBLISH, { as: ALICE, body, headers })).status, 200);
  });

  it('in a path is answered as what is not there', async () => {
    for (const path of ['/', '/my/v3/templates', '/my/v2/../../etc/passwd', '/%00', '/my/v2/templates/x']) {
      assert.equal((await server.call(path, { as: ALICE })).status, 404, path);
    }
    assert.equal((await server.call('/%zz', { as: ALICE })).status, 400);
  });

  it('leaves the server as it was', async () => {
    const body = customRequest({ 'bob@example.com': ['VIEW'] });
    assert.equal((await server.call(PUBLISH, { as: ALICE, body })).status, 200);
    assert.equal((await server.call('/readyz')).status, 200);
  });
});
