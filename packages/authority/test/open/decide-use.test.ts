import assert from 'node:assert/strict';
import type { ClientOptions } from '@rightsmith/authority';
import { callContext, policyFor, useAuthority } from '../use-authority.js';

describe('decideUse', () => {
  const shared = useAuthority({ schema: 1, people: [], groups: [], superUsers: ['root@example.com'] });

  const requesters: readonly [who: string, address: string, options: ClientOptions, allowed: boolean][] = [
    ['the owner', 'alice@example.com', {}, true],
    ['a person named', 'bob@example.com', {}, true],
    ['a stranger', 'carol@example.com', {}, false],
    ['a stranger with a proven alias', 'carol@example.com', { aliases: ['bob@example.com'] }, true],
    ['a member of a proven group', 'carol@example.com', { groups: ['staff@example.com'] }, true],
    ['a super user who asks as one', 'root@example.com', { superUser: true }, true],
    ['a super user who does not', 'root@example.com', {}, false],
    ['somebody named who asks as a super user but is none', 'bob@example.com', { superUser: true }, false],
  ];
  for (const [who, address, options, allowed] of requesters) {
    it(`answers ${who} as opening does`, async () => {
      const policy = policyFor({ 'bob@example.com': ['VIEW'], 'staff@example.com': ['VIEW'] });
      const { license, contentId } = await shared.publish({ policy });
      const question = { right: 'VIEW', offline: false };
      const answer = await shared.authority.decideUse(license, address, question, options);
      const opened = await shared
        .client(address, options)
        .acquire(license, callContext())
        .then(
          () => true,
          () => false,
        );
      assert.deepEqual([answer.allowed, opened], [allowed, allowed]);
      const { reason } = (await shared.recordOf(contentId)).at(-1)!;
      assert.equal(answer.allowed ? undefined : answer.reason, reason);
    });
  }
});
