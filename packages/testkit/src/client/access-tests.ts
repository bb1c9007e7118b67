import assert from 'node:assert/strict';
import { refusalOf } from '../outcome.js';
import { START } from './client-bench.js';
import type { ClientTest } from './client-test.js';

const HOUR_MS = 3_600_000;
const hoursLater = (hours: number): Date => new Date(START.getTime() + hours * HOUR_MS);

/** Who gets no use licence, and when. */
export const ACCESS_TESTS: readonly ClientTest[] = [
  {
    name: 'is denied to strangers, with whom to ask',
    needs: ['custom'],
    run: async (bench) => {
      const referral = 'mailto:help@example.com';
      const { license } = await bench.grant(['VIEW'], { referral });
      const error = await refusalOf(() => bench.acquire(license, bench.people.stranger), ['AccessDenied']);
      assert.ok('referral' in error);
      assert.equal(error.referral, referral);
    },
  },
  {
    name: 'is denied to strangers whose domain only ends like one that was granted',
    needs: ['custom'],
    run: async (bench) => {
      const domain = bench.people.stranger.split('@')[1] ?? '';
      const users = [`@not${domain}`, `@sub.${domain}`, domain.slice(1)];
      const { license } = await bench.publish({ policy: { names: [], grants: [{ users, rights: ['VIEW'] }] } });
      await refusalOf(() => bench.acquire(license, bench.people.stranger), ['AccessDenied']);
    },
  },
  {
    name: 'is given to anyone where anyone was granted it',
    needs: ['custom'],
    run: async (bench) => {
      const grants = [{ users: ['anyone'], rights: ['VIEW'] }];
      const { license } = await bench.publish({ policy: { names: [], grants } });
      assert.deepEqual((await bench.acquire(license, bench.people.stranger)).rights, ['VIEW']);
    },
  },
  {
    name: 'ends for recipients when the content ends',
    needs: ['custom', 'clock'],
    run: async (bench) => {
      const { license } = await bench.grant(['VIEW'], { validUntil: hoursLater(2) });
      bench.setTime(hoursLater(1));
      const useLicense = await bench.acquire(license, bench.people.recipient);
      assert.deepEqual(useLicense.contentValidUntil, hoursLater(2));
      assert.ok((useLicense.validUntil ?? hoursLater(2)) <= hoursLater(2), 'the use licence outlives the content');
      bench.setTime(hoursLater(3));
      await refusalOf(() => bench.acquire(license, bench.people.recipient), ['Expired']);
    },
  },
  {
    name: 'has not begun before the content does',
    needs: ['custom', 'clock'],
    run: async (bench) => {
      const period = { validFrom: hoursLater(1), validUntil: hoursLater(2) };
      const { license } = await bench.grant(['VIEW'], period);
      await refusalOf(() => bench.acquire(license, bench.people.recipient), ['Expired']);
      bench.setTime(hoursLater(1.5));
      assert.deepEqual((await bench.acquire(license, bench.people.recipient)).rights, ['VIEW']);
    },
  },
  {
    name: 'loses the rights of a grant that is over, and is refused with the last',
    needs: ['custom', 'clock', 'grantPeriods'],
    run: async (bench) => {
      const users = [bench.people.recipient];
      const grants = [
        { users, rights: ['VIEW'], validUntil: hoursLater(4) },
        { users, rights: ['PRINT'], validUntil: hoursLater(2) },
      ];
      const { license } = await bench.publish({ policy: { names: [], grants } });
      assert.deepEqual((await bench.acquire(license, users[0] ?? '')).rights.toSorted(), ['PRINT', 'VIEW']);
      bench.setTime(hoursLater(3));
      assert.deepEqual((await bench.acquire(license, users[0] ?? '')).rights, ['VIEW']);
      bench.setTime(hoursLater(5));
      await refusalOf(() => bench.acquire(license, users[0] ?? ''), ['AccessDenied', 'Expired']);
    },
  },
];
