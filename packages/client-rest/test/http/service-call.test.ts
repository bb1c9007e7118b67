import assert from 'node:assert/strict';
import type { TokenRequest } from '@rightsmith/client-rest';
import { parsePlatformId, parseRequestId } from '@rightsmith/client-rest/contract';
import { retryAfterMs } from '../../src/http/retry-after.js';
import { failure } from '../support/code-of.js';
import { CHALLENGE, DISCOVERY, callContext, loopbackService, locations } from '../support/loopback-service.js';
import { useService } from '../support/use-service.js';

const TEMPLATES = '/my/v2/templates';

describe('a call to a service', () => {
  const fixture = useService();
  beforeEach(() => {
    fixture.service.answers.set(TEMPLATES, () => ({ body: [] }));
  });

  it('asks for a challenge once, without a token, and brings one from then on', async () => {
    const { service } = fixture;
    const client = fixture.client();
    await client.templates(callContext());
    await client.templates(callContext());
    const seen = service.requests.map(({ path, headers }) => [path.split('?')[0], headers.authorization]);
    assert.deepEqual(seen, [
      [DISCOVERY, undefined],
      [DISCOVERY, 'Bearer secret'],
      [TEMPLATES, 'Bearer secret'],
      [TEMPLATES, 'Bearer secret'],
    ]);
  });

  it('has the headers of the protocol', async () => {
    await fixture.client({ platform: { AppName: 'test' } }).templates(callContext());
    const { headers } = fixture.service.requests.at(-1)!;
    assert.equal(headers.accept, 'application/json');
    assert.equal(headers['content-type'], 'application/json');
    assert.equal(headers['accept-language'], 'de-DE, en');
    assert.ok(parseRequestId(String(headers['x-ms-rms-request-id'])));
    const platform = parsePlatformId(String(headers['x-ms-rms-platform-id']));
    assert.deepEqual([platform.get('AppName'), platform.get('DevicePlatform')], ['test', 'WindowsStore']);
  });

  it('shows the token source what the service wants', async () => {
    const asked: TokenRequest[] = [];
    const tokens = (request: TokenRequest): Promise<string> => {
      asked.push(request);
      return Promise.resolve('secret');
    };
    await fixture.client({ tokens }).templates(callContext());
    assert.deepEqual(asked[0]?.challenge, {
      resource: 'https://rms.example.com',
      authorization: 'https://login.example.com/authorize',
    });
    assert.equal(`http://${asked[0].host}`, fixture.service.origin);
  });

  it('tries once more with another token when one is refused', async () => {
    fixture.service.accepts = (token) => token === 'second';
    const refused: (string | undefined)[] = [];
    const tokens = (request: TokenRequest): Promise<string> => {
      refused.push(request.refused);
      return Promise.resolve(request.refused === undefined ? 'first' : 'second');
    };
    await fixture.client({ tokens }).templates(callContext());
    assert.deepEqual(refused.slice(0, 2), [undefined, 'first']);
  });

  it('ends with SignInNeeded when no token is accepted, and does not go on trying', async () => {
    fixture.service.accepts = () => false;
    let count = 0;
    const tokens = (): Promise<string> => Promise.resolve(`token${(count += 1)}`);
    await failure(fixture.client({ tokens }).templates(callContext()), 'SignInNeeded');
    assert.equal(fixture.service.requests.length, 3);
    await failure(fixture.client().templates(callContext()), 'SignInNeeded');
  });

  it('never sends a token that would break the header, nor shows it', async () => {
    for (const token of ['', 'a b', 'secret\r\nx: y', 'sécret']) {
      const error = await failure(
        fixture.client({ tokens: () => Promise.resolve(token) }).templates(callContext()),
        'SignInNeeded',
      );
      assert.ok(token === '' || !JSON.stringify([error.message, error.hint]).includes(token));
    }
  });

  it('waits as long as the service asks, and gives up with Throttled', async () => {
    let busy = 2;
    fixture.service.answers.set(TEMPLATES, () => {
      busy -= 1;
      return busy >= 0 ? { status: 429, headers: { 'retry-after': '0' } } : { body: [] };
    });
    assert.deepEqual(await fixture.client().templates(callContext()), []);
    fixture.service.answers.set(TEMPLATES, () => ({ status: 503, headers: { 'retry-after': '0' } }));
    await failure(fixture.client().templates(callContext()), 'Throttled');
    fixture.service.answers.set(TEMPLATES, () => ({ status: 429, headers: { 'retry-after': '3600' } }));
    const error = await failure(fixture.client().templates(callContext()), 'Throttled');
    assert.match(error.hint ?? '', /3600 s/);
  });

  it('stops waiting when it is aborted', async () => {
    fixture.service.answers.set(TEMPLATES, () => ({ status: 429, headers: { 'retry-after': '20' } }));
    const stop = new AbortController();
    const call = fixture.client().templates(callContext({ signal: stop.signal }));
    setTimeout(() => {
      stop.abort();
    }, 50);
    await failure(call, 'Aborted');
  });

  it('ends with NetworkError when no answer comes in time, and with Aborted when it is stopped', async () => {
    fixture.service.answers.set(TEMPLATES, () => 'hang');
    const error = await failure(fixture.client({ timeoutMs: 300 }).templates(callContext()), 'NetworkError');
    assert.match(error.message, /within 0\.3 s/);
    const stop = new AbortController();
    const call = fixture.client().templates(callContext({ signal: stop.signal }));
    setTimeout(() => {
      stop.abort();
    }, 50);
    await failure(call, 'Aborted');
  });

  it('ends with NetworkError when nothing listens, or the run is to be offline', async () => {
    await fixture.service.close();
    await failure(fixture.client().templates(callContext()), 'NetworkError');
    await failure(fixture.client().templates(callContext({ offline: true })), 'NetworkError');
  });

  it('follows redirects to the same place only, and takes no token or licence elsewhere', async () => {
    const { service } = fixture;
    service.answers.set('/moved', () => ({ body: [] }));
    service.answers.set(TEMPLATES, () => ({ status: 302, headers: { location: '/moved' } }));
    assert.deepEqual(await fixture.client().templates(callContext()), []);
    const other = await loopbackService();
    try {
      const elsewhere = [`${other.origin}/x`, 'https://login.example.com/', '//evil.example', '', 'http://['];
      for (const location of elsewhere) {
        service.answers.set(TEMPLATES, () => ({ status: 307, headers: { location } }));
        await failure(fixture.client({ hosts: [new URL(other.origin).host] }).templates(callContext()), 'ServiceError');
      }
      assert.deepEqual(other.requests, []);
    } finally {
      await other.close();
    }
    service.answers.set(TEMPLATES, () => ({ status: 302, headers: { location: TEMPLATES } }));
    await failure(fixture.client().templates(callContext()), 'ServiceError');
  });

  it('reads answers up to a limit', async () => {
    fixture.service.answers.set(TEMPLATES, () => ({ body: ' '.repeat(25 * 1024 * 1024) }));
    await failure(fixture.client().templates(callContext()), 'LimitReached');
  });

  it('refuses a service that does not ask who is calling, or not for what', async () => {
    fixture.service.challenge = undefined;
    await failure(fixture.client().templates(callContext()), 'ServiceError');
    fixture.service.challenge = 'Basic realm="x"';
    await failure(fixture.client().templates(callContext()), 'ServiceError');
    fixture.service.challenge = CHALLENGE;
  });

  it('goes to this machine without a proxy, whatever the environment says', async () => {
    const proxy = await loopbackService();
    const before = { ...process.env };
    process.env['http_proxy'] = process.env['https_proxy'] = proxy.origin;
    try {
      assert.deepEqual(await fixture.client().templates(callContext()), []);
      assert.deepEqual(proxy.requests, []);
    } finally {
      process.env = before;
      await proxy.close();
    }
  });

  it('fails with UsageError once the client is closed', async () => {
    const client = fixture.client();
    await client.close();
    await failure(client.templates(callContext()), 'UsageError');
  });

  it('is refused where discovery names a host that is not allowed', async () => {
    fixture.service.answers.set(DISCOVERY, () => ({ body: locations('https://evil.example') }));
    await failure(fixture.client().templates(callContext()), 'NotSupportedByClient');
  });
});

describe('a Retry-After header', () => {
  const now = Date.parse('2031-05-06T07:08:00Z');
  it('says seconds or a time', () => {
    assert.equal(retryAfterMs('7', now), 7000);
    assert.equal(retryAfterMs('Tue, 06 May 2031 07:08:30 GMT', now), 30_000);
    assert.equal(retryAfterMs('Tue, 06 May 2031 07:00:00 GMT', now), 0);
    for (const none of [undefined, '', 'soon', '-1x']) assert.equal(retryAfterMs(none, now), undefined);
  });
});
