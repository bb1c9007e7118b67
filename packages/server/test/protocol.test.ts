import assert from 'node:assert/strict';
import { readPublishingLicense } from '@rightsmith/core';
import {
  END_USER_LICENSE_ANSWER,
  PUBLISHING_ANSWER,
  SERVICE_LOCATIONS,
  TEMPLATE_ENTRIES,
} from '@rightsmith/client-rest/contract';
import { customRequest, useServer } from './support/running-server.js';

const ROOTS = ['/my/v1', '/my/v2'];

describe('the protocol', () => {
  const server = useServer();

  const publish = async (body: object, as = 'alice@example.com'): Promise<string> => {
    const answer = await server.call('/my/v2/publishinglicenses', { as, body });
    assert.equal(answer.status, 200, answer.text);
    return PUBLISHING_ANSWER.parse(answer.json).SerializedPublishingLicense;
  };
  const open = async (license: string, as: string): Promise<Record<string, unknown>> => {
    const body = { SerializedPublishingLicense: license };
    const answer = await server.call('/my/v2/enduserlicenses', { as, body });
    assert.equal(answer.status, 200, answer.text);
    return END_USER_LICENSE_ANSWER.parse(answer.json) as Record<string, unknown>;
  };

  for (const root of ROOTS) {
    it(`announces all services below ${root}`, async () => {
      const answer = await server.call(`${root}/servicediscovery?email=alice@example.com`, { as: 'alice@example.com' });
      const names = new Map(SERVICE_LOCATIONS.parse(answer.json).map(({ Name, Uri }) => [Name, Uri]));
      assert.deepEqual([...names.keys()].sort(), [
        'clientdebuglogs',
        'clientperformancelogs',
        'enduserlicenses',
        'publishinglicenses',
        'rightsmith',
        'templates',
      ]);
      assert.equal(names.get('templates'), `${server.url}${root}/templates`);
    });

    it(`challenges before it looks at anything below ${root}`, async () => {
      const answer = await server.call(`${root}/enduserlicenses`, { body: 'no JSON' });
      assert.equal(answer.status, 401);
      const expected = root === '/my/v1' ? 'realm' : 'resource';
      assert.match(answer.headers.get('www-authenticate') ?? '', new RegExp(`^Bearer .*\\b${expected}="[^"=,]+"`));
      assert.equal(answer.headers.get('cache-control'), 'no-store');
    });
  }

  it('publishes, and opens for those who were granted', async () => {
    const license = await publish(customRequest({ 'bob@example.com': ['VIEW', 'EDIT'] }));
    const { contentId, owner } = readPublishingLicense(Buffer.from(license, 'base64'));
    assert.equal(owner, 'alice@example.com');
    const answer = await open(license, 'bob@example.com');
    assert.equal(answer['AccessStatus'], 'AccessGranted');
    assert.deepEqual(answer['Rights'], ['VIEW', 'EDIT']);
    assert.equal(answer['ContentId'], `{${contentId}}`);
    assert.equal(answer['Policy'], null);
    assert.deepEqual((await open(license, 'alice@example.com'))['Rights'], ['OWNER']);
  });

  it('gives everybody the key that the publisher has', async () => {
    const body = customRequest({ 'bob@example.com': ['VIEW'] });
    const published = PUBLISHING_ANSWER.parse(
      (await server.call('/my/v2/publishinglicenses', { as: 'alice@example.com', body })).json,
    );
    const opened = await open(published.SerializedPublishingLicense, 'bob@example.com');
    assert.deepEqual(opened['Key'], published.Key);
    assert.equal(published.Key.Size, 32);
  });

  it('opens for groups that the token names', async () => {
    const license = await publish(customRequest({ 'staff@example.com': ['VIEW'] }));
    assert.equal((await open(license, 'bob@example.com'))['AccessStatus'], 'AccessGranted');
    assert.equal((await open(license, 'carol@example.com'))['AccessStatus'], 'AccessDenied');
  });

  it('denies with whom to ask, and without a key', async () => {
    const request = { ...customRequest({ 'bob@example.com': ['VIEW'] }), ReferralInfo: 'help@example.com' };
    const answer = await open(await publish(request), 'carol@example.com');
    assert.equal(answer['AccessStatus'], 'AccessDenied');
    assert.equal(answer['Referrer'], 'mailto:help@example.com');
    assert.equal(answer['Owner'], 'alice@example.com');
    assert.deepEqual(answer['Rights'], []);
    assert.ok(!('Key' in answer));
  });

  it('tells a person the policy names nothing of from one nobody knows by nothing', async () => {
    const license = await publish(customRequest({ 'bob@example.com': ['VIEW'] }));
    const denied = await open(license, 'carol@example.com');
    const unknown = await open(license, 'mallory@example.com');
    assert.deepEqual({ ...denied, IssuedTo: '' }, { ...unknown, IssuedTo: '' });
  });

  it('says when content has ended', async () => {
    const license = await publish(
      customRequest({ 'bob@example.com': ['VIEW'] }, { LicenseValidUntil: '2031-05-06T08:00:00Z' }),
    );
    assert.equal((await open(license, 'bob@example.com'))['AccessStatus'], 'AccessGranted');
    const before = server.time;
    server.time = new Date('2031-05-06T08:01:00Z');
    try {
      assert.equal((await open(license, 'bob@example.com'))['AccessStatus'], 'ContentExpired');
    } finally {
      server.time = before;
    }
  });

  it('publishes from templates, in the language of the caller', async () => {
    const names = [
      { lcid: 1033, name: 'Staff', description: 'For staff' },
      { lcid: 1031, name: 'Personal', description: 'Für das Personal' },
    ];
    await server.authority.templates.add({ names, grants: [{ users: ['bob@example.com'], rights: ['VIEW'] }] });
    const list = await server.call('/my/v2/templates', {
      as: 'alice@example.com',
      headers: { 'accept-language': 'de-DE, en;q=0.5' },
    });
    const [template] = TEMPLATE_ENTRIES.parse(list.json);
    assert.equal(template?.Name, 'Personal');
    const license = await publish({ TemplateId: template.Id });
    const answer = await open(license, 'bob@example.com');
    assert.equal(answer['FromTemplate'], true);
    assert.equal(answer['Name'], 'Staff');
  });

  it('takes logs and keeps nothing', async () => {
    for (const name of ['debug', 'performance']) {
      const answer = await server.call(`/my/v2/clientlogs/${name}`, { as: 'alice@example.com', body: { a: 1 } });
      assert.equal(answer.status, 200);
    }
  });

  it('opens for a super user whose token asks for it', async () => {
    const license = await publish(customRequest({ 'bob@example.com': ['VIEW'] }));
    assert.deepEqual((await open(license, 'root@example.com'))['Rights'], ['OWNER']);
  });
});
