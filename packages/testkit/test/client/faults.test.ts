import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthority, type Authority } from '@rightsmith/authority';
import type { RmsClient } from '@rightsmith/core';
import { clientTests } from '@rightsmith/testkit';
import { redTests } from '../support/red-tests.js';
import { CLIENT_FAULTS } from './faults.js';

const TEMPLATES = ['Board', 'Staff'];

describe('the conformance tests of RMS clients notice a client that', () => {
  const home = mkdtempSync(join(tmpdir(), 'rightsmith-test-'));
  let time = 0;
  let authority: Authority | undefined;
  before(async () => {
    authority = await openAuthority({ home, clock: { now: () => time } });
    const grants = [{ users: ['alice@example.com', 'bob@example.com'], rights: ['VIEW'] }];
    for (const name of TEMPLATES) {
      await authority.templates.add({ names: [{ lcid: 1033, name, description: '' }], grants });
    }
  });
  after(() => {
    rmSync(home, { recursive: true, force: true });
  });

  /** Of a client whose members `change` replaces. */
  const redTestsOf = (change: (right: RmsClient) => Partial<RmsClient>): Promise<string[]> => {
    const tests = clientTests({
      create: (identity) => {
        const right = membersOf(authority!.clientFor(identity));
        return { ...right, ...change(right) };
      },
      can: { custom: true, reuseKey: true, offline: true, tracking: false },
      template: TEMPLATES[0]!,
      setTime: (now) => {
        time = now.getTime();
      },
    });
    return redTests(tests);
  };

  it('does nothing wrong: none', async () => {
    assert.deepEqual(await redTestsOf(() => ({})), []);
  });

  for (const { name, breaks, red } of CLIENT_FAULTS) {
    it(name, async () => {
      assert.deepEqual((await redTestsOf(breaks)).sort(), [...red].sort());
    });
  }
});

/** The client as a plain object, whose members can be exchanged. */
function membersOf(client: RmsClient): RmsClient {
  return {
    info: client.info,
    templates: (...args) => client.templates(...args),
    publish: (...args) => client.publish(...args),
    acquire: (...args) => client.acquire(...args),
    close: () => client.close(),
  };
}
