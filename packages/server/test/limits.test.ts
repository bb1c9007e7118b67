import assert from 'node:assert/strict';
import { restClient } from '@rightsmith/client-rest';
import { callContext } from '../../client-rest/test/support/loopback-service.js';
import { createServer } from '@rightsmith/server';
import { useServer, type RunningServer } from './support/running-server.js';

const TEMPLATES = '/my/v2/templates';

async function statuses(server: RunningServer, count: number, from?: string): Promise<number[]> {
  const found: number[] = [];
  const headers = from === undefined ? {} : { 'x-forwarded-for': from };
  for (let call = 0; call < count; call++) found.push((await server.call(TEMPLATES, { headers })).status);
  return found;
}

describe('the rate limit', () => {
  const server = useServer({ limits: { requestsPerMinute: 3 } });

  it('is that of a person, says when to come again, and leaves others and the operator alone', async () => {
    const as = 'alice@example.com';
    for (let call = 0; call < 3; call++) assert.equal((await server.call(TEMPLATES, { as })).status, 200);
    const refused = await server.call(TEMPLATES, { as });
    assert.equal(refused.status, 429);
    assert.match(refused.text, /\.TooManyRequestsException"/);
    const wait = Number(refused.headers.get('retry-after'));
    assert.ok(wait > 0 && wait <= 60, String(wait));
    assert.equal((await server.call('/my/v1/templates', { as })).status, 429, 'by whatever route');
    assert.equal((await server.call(TEMPLATES, { as: 'bob@example.com' })).status, 200);
    for (let call = 0; call < 5; call++) assert.equal((await server.call('/healthz')).status, 200);
  });

  it('is told to callers of the client as such, with when', async () => {
    const tokens = (): Promise<string> => server.provider.token('carol@example.com');
    const client = restClient({ url: server.url, user: 'carol@example.com', tokens });
    const call = async (): Promise<unknown> => client.templates(callContext());
    // A discovery, and two lists.
    await call();
    await call();
    await assert.rejects(call(), { code: 'Throttled', hint: /in \d+ s/ });
    await client.close();
  });

  it('is that of an address where nobody is signed in, whatever is forwarded', async () => {
    const found = await statuses(server, 4, '203.0.113.1');
    assert.deepEqual([found[0], found[3]], [401, 429], found.join());
    assert.deepEqual(await statuses(server, 1, '203.0.113.2'), [429]);
  });
});

describe('behind a proxy that is trusted', () => {
  const server = useServer({ limits: { requestsPerMinute: 2 }, trustedProxies: ['127.0.0.0/8', '::1'] });

  it('the caller is who it forwards for, and what callers add counts for nothing', async () => {
    assert.deepEqual(await statuses(server, 3, '203.0.113.1'), [401, 401, 429]);
    assert.deepEqual(await statuses(server, 1, '203.0.113.2'), [401]);
    assert.deepEqual(await statuses(server, 1, '198.51.100.7, 203.0.113.1'), [429], 'the last is the proxy’s word');
  });
});

describe('behind a proxy that is not among the trusted', () => {
  const server = useServer({ limits: { requestsPerMinute: 2 }, trustedProxies: ['192.0.2.0/24'] });

  it('nothing it forwards is believed', async () => {
    assert.deepEqual(await statuses(server, 3, '203.0.113.1'), [401, 401, 429]);
    assert.deepEqual(await statuses(server, 1, '203.0.113.2'), [429]);
  });

  it('and what is no address is refused when the server is made', async () => {
    const issuer = { url: server.provider.url, audience: 'https://rms.example.com' };
    for (const wrong of ['proxy.example.com', '10.0.0.0/99', ''])
      await assert.rejects(createServer({ authority: server.authority, issuer, trustedProxies: [wrong] }), {
        code: 'UsageError',
      });
  });
});
