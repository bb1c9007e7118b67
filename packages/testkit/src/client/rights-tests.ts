import assert from 'node:assert/strict';
import { normalizeRight, RIGHTS } from '@rightsmith/core';
import type { ClientTest } from './client-test.js';
import { assertSameKey } from './same-key.js';

const CUSTOM_RIGHT = 'X-Example.Review';

/** What a use licence allows. */
export const RIGHTS_TESTS: readonly ClientTest[] = [
  {
    name: 'are those granted to the recipient, and no other',
    needs: ['custom'],
    run: async (bench) => {
      const granted = ['PRINT', 'REPLY', 'VIEW'];
      const useLicense = await bench.acquire((await bench.grant(granted)).license, bench.people.recipient);
      assert.deepEqual(useLicense.rights.toSorted(), granted);
      for (const { name } of RIGHTS) assert.equal(await useLicense.allows(name), granted.includes(name), name);
      assert.equal(await useLicense.allows(CUSTOM_RIGHT), false);
    },
  },
  {
    name: 'add up from several grants',
    needs: ['custom'],
    run: async (bench) => {
      const { recipient, stranger } = bench.people;
      const grants = [
        { users: [recipient], rights: ['VIEW'] },
        { users: [stranger, recipient], rights: ['PRINT'] },
        { users: [stranger], rights: ['EXPORT'] },
      ];
      const { license } = await bench.publish({ policy: { names: [], grants } });
      assert.deepEqual((await bench.acquire(license, recipient)).rights.toSorted(), ['PRINT', 'VIEW']);
    },
  },
  {
    name: 'can be custom, in any letter case',
    needs: ['custom'],
    run: async (bench) => {
      const { license } = await bench.grant(['VIEW', CUSTOM_RIGHT]);
      const useLicense = await bench.acquire(license, bench.people.recipient);
      for (const right of [CUSTOM_RIGHT, normalizeRight(CUSTOM_RIGHT), CUSTOM_RIGHT.toLowerCase()]) {
        assert.equal(await useLicense.allows(right), true, right);
      }
    },
  },
  {
    name: 'are all there are, for the owner',
    needs: ['custom'],
    run: async (bench) => {
      const useLicense = await bench.acquire((await bench.grant(['VIEW'])).license, bench.people.owner);
      for (const right of [...RIGHTS.map(({ name }) => name), CUSTOM_RIGHT]) {
        assert.equal(await useLicense.allows(right), true, right);
      }
    },
  },
  {
    name: 'are all there are, for who was granted OWNER',
    needs: ['custom'],
    run: async (bench) => {
      const useLicense = await bench.acquire((await bench.grant(['OWNER'])).license, bench.people.recipient);
      for (const right of [...RIGHTS.map(({ name }) => name), CUSTOM_RIGHT]) {
        assert.equal(await useLicense.allows(right), true, right);
      }
    },
  },
  {
    name: 'come with the facts of the content',
    needs: ['custom'],
    run: async (bench) => {
      const { owner, recipient } = bench.people;
      const { license, contentId } = await bench.grant(['VIEW']);
      const useLicense = await bench.acquire(license, recipient);
      assert.equal(useLicense.contentId, contentId);
      assert.equal(useLicense.owner, owner);
      assert.equal(useLicense.issuedTo ?? recipient, recipient);
    },
  },
  {
    name: 'come with the policy only for holders of VIEWRIGHTSDATA or OWNER',
    needs: ['custom'],
    run: async (bench) => {
      const { owner, recipient } = bench.people;
      const closed = (await bench.grant(['VIEW', 'EDIT'])).license;
      const open = (await bench.grant(['VIEW', 'VIEWRIGHTSDATA'])).license;
      assert.equal(await (await bench.acquire(closed, recipient)).policy(), undefined);
      assert.ok(await (await bench.acquire(open, recipient)).policy());
      assert.ok(await (await bench.acquire(closed, owner)).policy());
    },
  },
  {
    name: 'come with the whole policy, encrypted data included',
    needs: ['custom'],
    run: async (bench) => {
      const { owner, recipient } = bench.people;
      const encryptedData = { 'a name': 'a <value>' };
      const asked = bench.policyOf(['PRINT', 'VIEW'], { offlineDays: 3 });
      const { license } = await bench.publish({ policy: asked, encryptedData });
      const policy = await (await bench.acquire(license, owner)).policy();
      const granted = policy?.grants.filter(({ users }) => users.includes(recipient)).flatMap(({ rights }) => rights);
      assert.deepEqual(granted?.toSorted(), ['PRINT', 'VIEW']);
      assert.deepEqual([policy?.offlineDays, policy?.encryptedData], [3, encryptedData]);
    },
  },
  {
    name: 'may not be kept where the policy forbids it',
    needs: ['custom'],
    run: async (bench) => {
      const { license } = await bench.grant(['VIEW'], { offlineDays: 0 });
      assert.equal((await bench.acquire(license, bench.people.recipient)).offline, false);
    },
  },
  {
    name: 'come with a key of which each receiver may close his own',
    needs: ['custom'],
    run: async (bench) => {
      const { license, cipher } = await bench.grant(['VIEW']);
      const first = await bench.acquire(license, bench.people.recipient);
      await cipher.close();
      const second = await bench.acquire(license, bench.people.recipient);
      await assertSameKey(first.cipher, second.cipher);
      await first.cipher.close();
      await second.cipher.encrypt(0, new Uint8Array(16), true);
    },
  },
];
