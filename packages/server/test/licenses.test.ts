import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { corpusFile, corpusPath, describeWithCorpus } from '../../../test/support/corpus.js';
import { customRequest, useServer, type Answer } from './support/running-server.js';

const ALICE = 'alice@example.com';
const BOB = 'bob@example.com';

describe('licences that come in', () => {
  const server = useServer();
  const publish = async (): Promise<Buffer> => {
    const body = customRequest({ [BOB]: ['VIEW'] });
    const answer = await server.call('/my/v2/publishinglicenses', { as: ALICE, body });
    return Buffer.from(String(answer.json['SerializedPublishingLicense']), 'base64');
  };
  const open = (license: Uint8Array, as = BOB): Promise<Answer> =>
    server.call('/my/v2/enduserlicenses', {
      as,
      body: { SerializedPublishingLicense: Buffer.from(license).toString('base64') },
    });
  const document = (name: string, license: Uint8Array, as: string): Promise<Answer> =>
    server.call(`/rightsmith/v1/documents/${name}`, {
      as,
      body: { SerializedPublishingLicense: Buffer.from(license).toString('base64') },
    });

  describeWithCorpus('of other services', () => {
    it('are refused, each of them', async () => {
      const names = readdirSync(corpusPath('licenses')).filter((name) => name.endsWith('.xml'));
      assert.ok(names.length > 10);
      for (const name of names) {
        const answer = await open(corpusFile(`licenses/${name}`));
        assert.equal(answer.status, 400, name);
        assert.match(answer.text, /\.(UnrecognizedUrlException|BadInputException)"/, name);
      }
    });
  });

  it('are refused where anything signed was changed', async () => {
    const license = await publish();
    const text = license.toString();
    const changes: Readonly<Record<string, string>> = {
      owner: text.replaceAll(ALICE, 'mallory@example.com'),
      'sealed key': text.replace(
        /(<ENABLINGBITS[^]*?<VALUE[^>]*>)(.)/,
        (_all, before: string, first: string) => `${before}${first === 'A' ? 'B' : 'A'}`,
      ),
      signature: text.replace(
        /(<SIGNATURE>[^]*<VALUE[^>]*>)(.)/,
        (_all, before: string, first: string) => `${before}${first === 'A' ? 'B' : 'A'}`,
      ),
      end: text.slice(0, -40),
    };
    for (const [name, changed] of Object.entries(changes)) {
      assert.notEqual(changed, text, name);
      const answer = await open(Buffer.from(changed), 'mallory@example.com');
      assert.equal(answer.status, 400, `${name}: ${answer.text}`);
      assert.match(answer.text, /\.BadInputException"/, name);
    }
  });

  it('open for nobody but the owner once they are revoked, until they are restored', async () => {
    const license = await publish();
    const status = async (as: string): Promise<unknown> => (await open(license, as)).json['AccessStatus'];
    assert.equal((await document('revoke', license, BOB)).status, 403);
    assert.deepEqual((await document('revoke', license, ALICE)).json['Revoked'], true);
    assert.equal(await status(BOB), 'AccessDenied');
    assert.equal(await status(ALICE), 'AccessGranted');
    assert.deepEqual((await document('restore', license, 'admin@example.com')).json['Revoked'], false);
    assert.equal(await status(BOB), 'AccessGranted');
  });

  it('tell owner and administrators who tried, and nobody else', async () => {
    const license = await publish();
    await open(license, BOB);
    await open(license, 'carol@example.com');
    for (const as of [ALICE, 'admin@example.com']) {
      const { Accesses, Owner } = (await document('record', license, as)).json;
      assert.equal(Owner, ALICE);
      assert.deepEqual(
        (Accesses as { Who: string; Action: string }[]).map(({ Who, Action }) => [Who, Action]),
        [
          [BOB, 'grant'],
          ['carol@example.com', 'deny'],
        ],
      );
    }
    const refusal = await document('record', license, BOB);
    assert.equal(refusal.status, 403);
    assert.match(refusal.text, /\.AccessDeniedException"/);
  });
});

describe('administration', () => {
  const server = useServer();
  const call = (path: string, method: string, as: string, body?: unknown): Promise<Answer> =>
    server.call(`/rightsmith/v1/administration/${path}`, { as, method, ...(body !== undefined && { body }) });

  it('is for administrators only', async () => {
    for (const [method, path] of [
      ['GET', 'templates'],
      ['POST', 'templates'],
      ['DELETE', 'templates/x'],
      ['GET', 'super-users'],
      ['PUT', 'super-users/alice@example.com'],
      ['DELETE', 'super-users/root@example.com'],
    ] as const) {
      const answer = await call(path, method, ALICE, method === 'POST' ? {} : undefined);
      assert.equal(answer.status, 403, `${method} ${path}: ${answer.text}`);
    }
    assert.deepEqual(await server.authority.directory.superUsers(), ['root@example.com']);
  });

  it('adds, shows and archives templates', async () => {
    const names = [{ lcid: 1033, name: 'Board', description: '' }];
    const template = { names, rights: [{ users: [BOB], rights: ['VIEW'] }] };
    const added = await call('templates', 'POST', 'admin@example.com', template);
    assert.equal(added.status, 200, added.text);
    const { id } = added.json;
    assert.deepEqual((await call(`templates/${String(id)}`, 'GET', 'admin@example.com')).json['names'], names);
    assert.equal((await call('templates/Board', 'DELETE', 'admin@example.com')).json['archived'], true);
    assert.equal((await call('templates/none', 'GET', 'admin@example.com')).status, 400);
    const deep = `{"names":${'['.repeat(100_000)}${']'.repeat(100_000)},"rights":[]}`;
    for (const wrong of [{ names: 1 }, { ...template, expires: '2099-01-31' }, deep, 'null', '[]'])
      assert.equal((await call('templates', 'POST', 'admin@example.com', wrong)).status, 400);
  });

  it('lists and unlists super users', async () => {
    const put = await call('super-users/carol@example.com', 'PUT', 'admin@example.com');
    assert.deepEqual(JSON.parse(put.text), ['root@example.com', 'carol@example.com']);
    const gone = await call('super-users/carol@example.com', 'DELETE', 'admin@example.com');
    assert.deepEqual(JSON.parse(gone.text), ['root@example.com']);
    assert.equal((await call('super-users/nobody', 'PUT', 'admin@example.com')).status, 400);
  });
});
