import { refusalOf } from '../outcome.js';
import type { ClientBench, RequestPart } from './client-bench.js';
import type { ClientTest } from './client-test.js';

const EVERYBODY = [{ users: ['anyone'], rights: ['VIEW'] }];

/** Requests that no service can fulfil. */
const UNFIT: Readonly<Record<string, (bench: ClientBench) => RequestPart>> = {
  'nobody in it': () => ({ policy: { names: [], grants: [] } }),
  'a grant to no user': () => ({ policy: { names: [], grants: [{ users: [], rights: ['VIEW'] }] } }),
  'a grant of no right': (bench) => ({ policy: bench.policyOf([]) }),
  'a user that is no address': () => ({
    policy: { names: [], grants: [{ users: ['not an address'], rights: ['VIEW'] }] },
  }),
  'a right that has blanks': (bench) => ({ policy: bench.policyOf(['VIEW AND EDIT']) }),
  'a right without a name': (bench) => ({ policy: bench.policyOf(['']) }),
  'an end before its beginning': () => ({
    policy: { names: [], grants: EVERYBODY, validFrom: new Date('2061-01-01'), validUntil: new Date('2060-01-01') },
  }),
  'an end that is past': () => ({ policy: { names: [], grants: EVERYBODY, validUntil: new Date('2001-01-01') } }),
  'an end that is no time': () => ({ policy: { names: [], grants: EVERYBODY, validUntil: new Date(NaN) } }),
  'less than no offline days': () => ({ policy: { names: [], grants: EVERYBODY, offlineDays: -1 } }),
  'half an offline day': () => ({ policy: { names: [], grants: EVERYBODY, offlineDays: 0.5 } }),
  'a name with a colon': () => ({
    policy: { names: [{ lcid: 1033, name: 'Plans: secret', description: '' }], grants: EVERYBODY },
  }),
  'two names in one language': () => ({
    policy: {
      names: [1, 2].map((index) => ({ lcid: 1033, name: `Name ${index}`, description: '' })),
      grants: EVERYBODY,
    },
  }),
  'a script for a referral': () => ({ policy: { names: [], grants: EVERYBODY, referral: 'javascript:alert(1)' } }),
  'data that XML cannot hold': () => ({ policy: { names: [], grants: EVERYBODY }, signedData: { name: '\u0000' } }),
  'an owner who is no address': () => ({ policy: { names: [], grants: EVERYBODY }, owner: 'not an address' }),
};

export const POLICY_TESTS: readonly ClientTest[] = Object.entries(UNFIT).map(([what, requestOf]) => ({
  name: `is refused with ${what}`,
  needs: ['custom'],
  run: async (bench) => {
    await refusalOf(() => bench.publish(requestOf(bench)), ['UsageError']);
  },
}));
