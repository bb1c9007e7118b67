import assert from 'node:assert/strict';
import { checkPolicy, doNotForward, encryptOnly, grantsForRole } from '@rightsmith/core';
import type { PolicyOptions } from '../../../src/job/job.js';
import { jobPolicy, jobPolicyChange } from '../../../src/verbs/protect/job-policy.js';

const NOW = Date.parse('2026-06-15T12:00:00Z');
const ALICE = 'alice@example.com';

describe('jobPolicy', () => {
  const cases: readonly (readonly [string, PolicyOptions, ReturnType<typeof jobPolicy>])[] = [
    ['names a template', { template: 'Secret' }, { template: 'Secret' }],
    ['leaves everything to the owner', {}, { names: [], grants: [{ users: ['owner'], rights: ['OWNER'] }] }],
    [
      'gives rights',
      { to: [`${ALICE}:VIEW,PRINT`, '@example.com:VIEW', 'anyone:view'] },
      {
        names: [],
        grants: [
          { users: [ALICE], rights: ['VIEW', 'PRINT'] },
          { users: ['@example.com'], rights: ['VIEW'] },
          { users: ['anyone'], rights: ['view'] },
        ],
      },
    ],
    ['gives roles', { role: [`${ALICE}:viewer`] }, { names: [], grants: grantsForRole('viewer', [ALICE]) }],
    ['forbids to forward', { doNotForward: true, to: [ALICE] }, { names: [], grants: doNotForward([ALICE]) }],
    [
      'encrypts only, and gives roles besides',
      { encryptOnly: true, to: [ALICE], role: ['bob@example.com:coowner'] },
      { names: [], grants: [...encryptOnly([ALICE]), ...grantsForRole('coowner', ['bob@example.com'])] },
    ],
    [
      'has an end, an offline period, a referral and a name',
      {
        to: [`${ALICE}:VIEW`],
        expires: '1d',
        offline: 0,
        referral: 'mailto:help@example.com',
        name: 'N',
        description: 'D',
      },
      {
        names: [{ lcid: 1033, name: 'N', description: 'D' }],
        grants: [{ users: [ALICE], rights: ['VIEW'] }],
        validUntil: new Date('2026-06-16T12:00:00Z'),
        offlineDays: 0,
        referral: 'mailto:help@example.com',
      },
    ],
  ];
  for (const [title, options, expected] of cases) {
    it(title, () => {
      const policy = jobPolicy(options, NOW);
      assert.deepEqual(policy, expected);
      if (!('template' in policy)) checkPolicy(policy, new Date(NOW));
    });
  }

  const wrong: readonly PolicyOptions[] = [
    { template: 'T', to: [`${ALICE}:VIEW`] },
    { template: 'T', expires: '30d' },
    { to: [ALICE] },
    { to: [':VIEW'] },
    { to: [`${ALICE}:`] },
    { role: [`${ALICE}:emperor`] },
    { role: ['viewer'] },
    { doNotForward: true },
    { encryptOnly: true, role: [`${ALICE}:viewer`] },
    { doNotForward: true, to: [`${ALICE}:VIEW`] },
    { doNotForward: true, encryptOnly: true, to: [ALICE] },
    { description: 'nameless' },
    { expires: 'tomorrow' },
  ];
  for (const options of wrong) {
    it(`refuses ${JSON.stringify(options)}`, () => {
      assert.throws(() => jobPolicy(options, NOW), { code: 'UsageError' });
    });
  }
});

describe('jobPolicyChange', () => {
  const grants = [{ users: [ALICE], rights: ['VIEW'] }];
  const cases: readonly (readonly [string, PolicyOptions, ReturnType<typeof jobPolicyChange>])[] = [
    ['names a template', { template: 'Secret' }, { template: 'Secret' }],
    ['changes nothing that is not named', {}, {}],
    ['replaces who had rights', { to: [`${ALICE}:VIEW`] }, { grants }],
    ['sets an end', { expires: '30d' }, { validUntil: new Date('2026-07-15T12:00:00Z') }],
    ['takes the end away', { expires: 'never' }, { validUntil: null }],
    ['sets the rest', { offline: 0, referral: 'mailto:a@b' }, { offlineDays: 0, referral: 'mailto:a@b' }],
  ];
  for (const [what, options, expected] of cases) {
    it(what, () => {
      assert.deepEqual(jobPolicyChange(options, NOW), expected);
    });
  }
});
