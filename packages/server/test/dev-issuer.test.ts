import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthority, type Authority } from '@rightsmith/authority';
import { signInByDevice } from '@rightsmith/client-rest';
import { systemClock } from '@rightsmith/core';
import { createServer, type RightsServer } from '@rightsmith/server';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

interface TokenBody {
  readonly access_token?: string;
  readonly refresh_token?: string;
  readonly error?: string;
}

describe('the development issuer', () => {
  const home = mkdtempSync(join(tmpdir(), 'rightsmith-test-'));
  let authority: Authority;
  let server: RightsServer;
  let url: string;
  before(async () => {
    authority = await openAuthority({ home });
    server = await createServer({ authority, issuer: 'development' });
    url = await server.listen();
  });
  after(async () => {
    await server.close();
    await authority.close();
    rmSync(home, { recursive: true, force: true });
  });

  const post = (path: string, form: Readonly<Record<string, string>>, headers = {}): Promise<Response> =>
    fetch(`${url}/dev/${path}`, { method: 'POST', body: new URLSearchParams(form), headers });
  const token = async (form: Readonly<Record<string, string>>): Promise<TokenBody> =>
    (await (await post('token', form)).json()) as TokenBody;
  const begin = async (): Promise<{ readonly device_code: string; readonly user_code: string }> =>
    (await (await post('device', {})).json()) as { device_code: string; user_code: string };
  const poll = (code: string): Promise<TokenBody> => token({ grant_type: DEVICE_CODE, device_code: code });
  const choose = async (code: string, user: string): Promise<string> =>
    (await post('sign-in', { user_code: code, user })).text();
  const listsTemplates = async (bearer: string): Promise<number> =>
    (await fetch(`${url}/my/v2/templates`, { headers: { authorization: `Bearer ${bearer}` } })).status;

  it('signs somebody in who chooses on its page who to be', async () => {
    const { device_code: device, user_code: code } = await begin();
    assert.equal((await poll(device)).error, 'authorization_pending');
    const page = await fetch(`${url}/dev/sign-in?user_code=${code}`);
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    const html = await page.text();
    assert.ok(html.includes(`value="${code}"`));
    assert.ok(html.includes('bob@example.com'));
    assert.match(await choose(code.toLowerCase(), 'bob@example.com'), /Signed in/);
    const { access_token: bearer = '', refresh_token: refresh = '' } = await poll(device);
    assert.equal(await listsTemplates(bearer), 200);
    assert.equal((await poll(device)).error, 'expired_token', 'a code counts once');
    const renewed = await token({ grant_type: 'refresh_token', refresh_token: refresh });
    assert.equal(await listsTemplates(renewed.access_token ?? ''), 200);
  });

  it('signs in the command line', async function () {
    this.timeout(30_000);
    const { accessToken } = await signInByDevice(
      { issuer: `${url}/dev`, clientId: 'rightsmith' },
      {
        show: ({ code }) => void choose(code, 'alice@example.com'),
        signal: new AbortController().signal,
        clock: systemClock,
      },
    );
    assert.equal(await listsTemplates(accessToken), 200);
  });

  it('knows no other codes and no other people', async () => {
    const { device_code: device, user_code: code } = await begin();
    for (const [wrong, user] of [
      ['', 'bob@example.com'],
      ['00000000', 'bob@example.com'],
      [code, 'mallory@example.com'],
      [code, ''],
    ] as const)
      assert.match(await choose(wrong, user), /no sign-in with this code/);
    assert.equal((await poll(device)).error, 'authorization_pending');
    assert.equal((await poll('x')).error, 'expired_token');
    assert.equal((await token({ grant_type: 'refresh_token', refresh_token: 'x' })).error, 'invalid_grant');
    assert.equal((await token({ grant_type: 'client_credentials', client_id: 'x' })).error, 'invalid_client');
    assert.equal((await token({ grant_type: 'password' })).error, 'unsupported_grant_type');
  });

  it('shows nothing of its address but what a code is made of', async () => {
    const html = await (
      await fetch(`${url}/dev/sign-in?user_code=${encodeURIComponent('"><script>x</script>')}`)
    ).text();
    assert.doesNotMatch(html, /<script/);
  });

  it('answers to this computer only, by address, name and page', async () => {
    const statusFor = (headers: Readonly<Record<string, string>>): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        request(`${url}/dev/device`, { method: 'POST', headers }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        })
          .on('error', reject)
          .end();
      });
    assert.equal(await statusFor({}), 200);
    assert.equal(await statusFor({ host: 'rebound.example' }), 403);
    assert.equal(await statusFor({ host: '127.0.0.1.rebound.example:80' }), 403);
    assert.equal(await statusFor({ origin: 'https://evil.example' }), 403);
    assert.equal(await statusFor({ origin: 'null' }), 403);
    assert.equal(await statusFor({ host: 'localhost:1', origin: 'http://localhost' }), 200);
  });

  it('listens nowhere else', async () => {
    const other = await createServer({ authority, issuer: 'development' });
    await assert.rejects(other.listen({ host: '0.0.0.0' }), { code: 'UsageError' });
    const named = await createServer({ authority, issuer: 'development', url: 'https://rms.example.com' });
    await assert.rejects(named.listen(), { code: 'UsageError' });
    await Promise.all([other.close(), named.close()]);
  });
});
