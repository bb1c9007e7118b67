import assert from 'node:assert/strict';
import { decideUse, type UseDecision, type UseQuestion } from '@rightsmith/core';

const NOW = new Date('2031-05-06T07:08:00Z');
const day = (number: number): Date => new Date(NOW.getTime() + number * 86_400_000);
const BOB = { address: 'bob@example.com', aliases: [], groups: [] };
const VIEW = { users: ['bob@example.com'], rights: ['VIEW'] };

const ask = (others: Partial<UseQuestion>): UseDecision =>
  decideUse({ policy: { names: [], grants: [VIEW] }, identity: BOB, now: NOW, right: 'VIEW', ...others });

describe('decideUse', () => {
  const limited = { names: [], grants: [VIEW], validUntil: day(10) };
  const cases: readonly (readonly [string, Partial<UseQuestion>, UseDecision])[] = [
    ['grants what the policy grants', {}, { allowed: true, reason: 'granted' }],
    ['denies what it does not', { right: 'PRINT' }, { allowed: false, reason: 'no-right' }],
    ['decides for another time', { policy: limited, at: day(11) }, { allowed: false, reason: 'expired' }],
    [
      'keeps a use licence for 30 days',
      { offline: true, at: day(29) },
      { allowed: true, reason: 'granted', until: day(30) },
    ],
    ['and no longer', { offline: true, at: day(30) }, { allowed: false, reason: 'offline-period-over' }],
    [
      'or as long as the policy says',
      { policy: { ...limited, offlineDays: 3 }, offline: true, at: day(4) },
      { allowed: false, reason: 'offline-period-over' },
    ],
    [
      'or until the content ends',
      { policy: limited, offline: true, at: day(9) },
      { allowed: true, reason: 'granted', until: day(10) },
    ],
    [
      'or not at all',
      { policy: { ...limited, offlineDays: 0 }, offline: true },
      { allowed: false, reason: 'needs-service' },
    ],
    [
      'needs the right now to have a use licence then',
      { policy: { names: [], grants: [{ ...VIEW, validFrom: day(2) }] }, offline: true, at: day(3) },
      { allowed: false, reason: 'not-yet-valid' },
    ],
    [
      'also where there is another right now',
      {
        policy: { names: [], grants: [VIEW, { users: VIEW.users, rights: ['PRINT'], validFrom: day(2) }] },
        right: 'PRINT',
        offline: true,
        at: day(3),
      },
      { allowed: false, reason: 'not-yet-valid' },
    ],
    [
      'binds no owner to the policy',
      { owner: BOB.address, policy: { ...limited, offlineDays: 0 }, offline: true, at: day(20) },
      { allowed: true, reason: 'owner', until: day(30) },
    ],
  ];
  for (const [what, question, expected] of cases) {
    it(what, () => {
      assert.deepEqual(ask(question), expected);
    });
  }
});
