import assert from 'node:assert/strict';
import { decodeLicense, normalizeGuid, readPublishingLicense, verifyLicense, type Label } from '@rightsmith/core';
import { refusalOf } from '../outcome.js';
import { assertSameKey } from './same-key.js';
import type { ClientTest } from './client-test.js';

const NAMES = [{ lcid: 1033, name: 'Plans for Zürich 東京', description: 'For "friends" & family <only>' }];
const DATA = { 'a name': 'a <value> with ünïcödé', empty: '' };
const LABELS: readonly Label[] = [
  { id: '11111111-2222-3333-4444-555555555555', tenantId: '7c9e6679-7425-40de-944b-e07fc1f90ae7' },
];

export const PUBLISH_TESTS: readonly ClientTest[] = [
  {
    name: 'makes a licence that can be read and verified',
    needs: ['custom'],
    run: async (bench) => {
      const { license } = await bench.grant(['VIEW']);
      assert.equal(verifyLicense(license).valid, true);
    },
  },
  {
    name: 'names the content and the owner as the licence does',
    needs: ['custom'],
    run: async (bench) => {
      const { license, contentId, owner } = await bench.grant(['VIEW']);
      const read = readPublishingLicense(license);
      assert.equal(contentId, normalizeGuid(contentId));
      assert.deepEqual([read.contentId, read.owner], [contentId, owner]);
      assert.equal(owner, bench.people.owner);
    },
  },
  {
    name: 'encodes the licence as UTF-8 with byte order mark',
    needs: ['custom'],
    run: async (bench) => {
      const { encoding, trailingNuls } = decodeLicense((await bench.grant(['VIEW'])).license);
      assert.deepEqual([encoding, trailingNuls], ['utf8-bom', 0]);
    },
  },
  {
    name: 'writes names, referral and application data into the clear part',
    needs: ['custom'],
    run: async (bench) => {
      const policy = bench.policyOf(['VIEW'], { names: NAMES, referral: 'https://help.example.com/?a=1&b=2' });
      const { license } = await bench.publish({ policy, signedData: DATA });
      const { descriptor, referral, appData } = readPublishingLicense(license);
      assert.deepEqual(descriptor?.names, NAMES);
      assert.equal(referral, 'https://help.example.com/?a=1&b=2');
      assert.deepEqual(appData, DATA);
    },
  },
  {
    name: 'writes labels into the clear part',
    needs: ['custom', 'labels'],
    run: async (bench) => {
      const { license } = await bench.publish({ policy: bench.policyOf(['VIEW']), labels: LABELS });
      assert.deepEqual(readPublishingLicense(license).labels, LABELS);
    },
  },
  {
    name: 'hides who may do what',
    needs: ['custom'],
    run: async (bench) => {
      const { text } = readPublishingLicense((await bench.grant(['VIEW'])).license);
      assert.ok(!text.includes(bench.people.recipient), 'the recipient stands there in the clear');
    },
  },
  {
    name: 'gives a key that opens what the licence opens',
    needs: ['custom'],
    run: async (bench) => {
      const { license, cipher } = await bench.grant(['VIEW']);
      assert.equal(cipher.mode, 'CBC4K');
      await assertSameKey(cipher, (await bench.acquire(license, bench.people.recipient)).cipher);
    },
  },
  {
    name: 'gives every publication an id and a key of its own',
    needs: ['custom'],
    run: async (bench) => {
      const [one, other] = [await bench.grant(['VIEW']), await bench.grant(['VIEW'])];
      assert.notEqual(one.contentId, other.contentId);
      await assert.rejects(assertSameKey(one.cipher, other.cipher), 'both have one key');
    },
  },
  {
    name: 'makes AES-128 in ECB where deprecated algorithms are asked for',
    needs: ['custom'],
    run: async (bench) => {
      const policy = bench.policyOf(['VIEW']);
      const { license, cipher } = await bench.publish({ policy, deprecatedAlgorithms: true });
      assert.deepEqual([cipher.mode, cipher.keyBits], ['ECB', 128]);
      await assertSameKey(cipher, (await bench.acquire(license, bench.people.recipient)).cipher);
    },
  },
  {
    name: 'names another owner where one is asked for',
    needs: ['custom'],
    run: async (bench) => {
      const { recipient, stranger } = bench.people;
      const { license, owner } = await bench.publish({ policy: bench.policyOf(['VIEW']), owner: stranger });
      assert.deepEqual([owner, readPublishingLicense(license).owner], [stranger, stranger]);
      assert.equal(await (await bench.acquire(license, stranger)).allows('OWNER'), true);
      assert.equal(await (await bench.acquire(license, recipient)).allows('OWNER'), false);
    },
  },
  {
    name: 'says that it makes no policies',
    needs: ['no custom'],
    run: async (bench) => {
      await refusalOf(() => bench.grant(['VIEW']), ['NotSupportedByClient']);
    },
  },
];
