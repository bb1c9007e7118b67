import assert from 'node:assert/strict';
import { CLOUD_HOSTS, restClient } from '@rightsmith/client-rest';
import { AllowedHosts } from '../../src/http/allowed-hosts.js';
import { failure } from '../support/code-of.js';

const HOSTS = new AllowedHosts([
  'rms.example.com',
  '*.aadrm.com',
  'lab.example.com:8443',
  '127.0.0.1:8080',
  '[::1]:80',
]);

describe('allowed hosts', () => {
  for (const url of [
    'https://rms.example.com/my/v2',
    'https://RMS.EXAMPLE.COM:443/',
    'https://api.aadrm.com',
    'https://a.b.aadrm.com/x?y',
    'https://lab.example.com:8443/',
    'http://127.0.0.1:8080/',
    'http://[::1]/',
  ]) {
    it(`let ${url} pass`, () => {
      assert.equal(HOSTS.check(url).href, new URL(url).href);
    });
  }

  for (const url of [
    'http://rms.example.com/',
    'https://rms.example.com:444/',
    'https://rms.example.com./',
    'https://rms.example.com.evil.example/',
    'https://xrms.example.com/',
    'https://aadrm.com/',
    'https://evilaadrm.com/',
    'https://api.aadrm.com:8443/',
    'https://lab.example.com/',
    'https://127.0.0.1/',
    'http://127.0.0.1:8081/',
    'http://127.0.0.1.evil.example:8080/',
    'http://2130706433:8081/',
    'http://localhost:8080/',
    'https://user@rms.example.com/',
    'https://rms.example.com@evil.example/',
    'https://evil.example/#rms.example.com',
    'https://evil.example\\@rms.example.com/',
    'ftp://rms.example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '//rms.example.com/',
    'rms.example.com',
    '',
    'https://рms.example.com/',
  ]) {
    it(`stop ${url === '' ? 'nothing at all' : url}`, async () => {
      await failure(() => HOSTS.check(url), 'NotSupportedByClient');
    });
  }

  it('are the clouds where nothing is named', () => {
    const clouds = new AllowedHosts(CLOUD_HOSTS);
    assert.ok(clouds.allowsName('api.aadrm.us') && !clouds.allowsName('aadrm.cn') && !clouds.allowsName('x.example'));
  });

  it('must be hosts', async () => {
    for (const bad of ['', '*', '*.', 'https://x.example', 'a b', 'x.example/', '*.*.example', 'x:99999999'])
      await failure(() => restClient({ tokens: () => Promise.resolve(''), hosts: [bad] }), 'UsageError');
  });
});
