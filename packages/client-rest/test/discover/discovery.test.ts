import assert from 'node:assert/strict';
import { discoveryUrlOfService, discoveryUrlOfTarget, withQuery } from '../../src/discover/discovery-url.js';
import { readServiceUrls } from '../../src/discover/service-urls.js';
import { findServiceRecord } from '../../src/discover/srv.js';
import { AllowedHosts } from '../../src/http/allowed-hosts.js';
import { failure } from '../support/code-of.js';
import { locations, ownLocations } from '../support/loopback-service.js';

const ORIGIN = 'https://rms.example.com';
const HOSTS = new AllowedHosts(['rms.example.com']);

describe('service discovery', () => {
  it('asks DNS from the whole domain up, never for a last label alone, and takes the first answer', async () => {
    const asked: string[] = [];
    const find = (name: string): Promise<readonly string[]> => {
      asked.push(name);
      return Promise.resolve(name.endsWith('.c.d') && !name.includes('b.') ? ['one.example', 'two.example'] : []);
    };
    assert.equal(await findServiceRecord('a.b.c.d', find), 'one.example');
    assert.deepEqual(
      asked,
      ['a.b.c.d', 'b.c.d', 'c.d'].map((name) => `_rmsdisco._http._tcp.${name}`),
    );
    assert.equal(await findServiceRecord('localhost', () => Promise.resolve(['x'])), undefined);
    assert.equal(await findServiceRecord('a.b', () => Promise.resolve([])), undefined);
  });

  it('makes a URL of what DNS names', async () => {
    const expected = `${ORIGIN}/my/v2/servicediscovery`;
    for (const target of ['rms.example.com', expected, ORIGIN, `${ORIGIN}/`, `${ORIGIN}/my/v1/servicediscovery`])
      assert.equal(discoveryUrlOfTarget(target), expected, target);
    for (const bad of ['http://rms.example.com', 'ftp://x'])
      await failure(() => discoveryUrlOfTarget(bad), 'NotSupportedByClient');
  });

  it('makes a URL of what is configured', async () => {
    const expected = `${ORIGIN}/my/v2/servicediscovery`;
    for (const url of [ORIGIN, `${ORIGIN}/`, `${ORIGIN}/my/v2`, `${ORIGIN}/my/v2/`, expected])
      assert.equal(discoveryUrlOfService(url), expected, url);
    assert.equal(discoveryUrlOfService(`${ORIGIN}/my/v1`), `${ORIGIN}/my/v1/servicediscovery`);
    for (const bad of ['', 'rms.example.com', 'file:///x'])
      await failure(() => discoveryUrlOfService(bad), 'UsageError');
  });

  it('leaves what it asks for readable, and escapes what would end it', () => {
    assert.equal(withQuery(ORIGIN, 'email', 'a+b@example.com'), `${ORIGIN}?email=a%2Bb@example.com`);
    assert.equal(
      withQuery(ORIGIN, 'service', 'https://rms.example.com/_wmcs/licensing?x&y#z'),
      `${ORIGIN}?service=https://rms.example.com/_wmcs/licensing%3Fx%26y%23z`,
    );
  });

  it('takes names in any letter case, and knows our own server', () => {
    const list = locations(ORIGIN).map((one) => ({ ...one, Name: (one as { Name: string }).Name.toUpperCase() }));
    const urls = readServiceUrls(JSON.stringify([...list, { Name: 'other', Uri: 'x' }]), HOSTS);
    assert.deepEqual(urls, {
      templates: `${ORIGIN}/my/v2/templates`,
      publishinglicenses: `${ORIGIN}/my/v2/publishinglicenses`,
      enduserlicenses: `${ORIGIN}/my/v2/enduserlicenses`,
    });
    const own = readServiceUrls(JSON.stringify(ownLocations(ORIGIN)), HOSTS);
    assert.equal(own.extensions, `${ORIGIN}/my/v2/rightsmith`);
  });

  it('refuses an answer that is no list, or lacks a service', async () => {
    const texts = ['', '{}', 'null', '[{"Name":"templates"}]', '[]', JSON.stringify(locations(ORIGIN).slice(0, 2))];
    for (const text of texts) await failure(() => readServiceUrls(text, HOSTS), 'ServiceError');
  });
});
