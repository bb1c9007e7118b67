import assert from 'node:assert/strict';
import { callContext, policyFor, useAuthority } from './use-authority.js';

describe('Authority', () => {
  const shared = useAuthority({ schema: 1, people: [{ address: 'alice@example.com' }] });

  for (const identity of ['', 'alice', 'a@b@c', '@example.com', 'anyone', 'owner', 'a b@example.com', 'a@', 'a@b\n']) {
    it(`speaks for no ${JSON.stringify(identity)}`, () => {
      assert.throws(() => shared.client(identity), { code: 'UsageError' });
    });
  }

  it('tells what its clients can do', () => {
    assert.deepEqual(shared.client('alice@example.com').info, {
      id: 'authority',
      can: { custom: true, reuseKey: true, offline: true, tracking: false },
    });
  });

  it('tells no secret about itself', async () => {
    assert.deepEqual(Object.keys(await shared.authority.facts()).sort(), [
      'home',
      'keyCreated',
      'locked',
      'modulusSha256',
      'name',
      'oldKeys',
      'tenantId',
      'url',
    ]);
  });

  it('lets a closed client do nothing more, and others go on', async () => {
    const [closed, other] = [shared.client('alice@example.com'), shared.client('alice@example.com')];
    await closed.close();
    await closed.close();
    await assert.rejects(closed.templates(callContext()), { code: 'UsageError' });
    await assert.rejects(closed.acquire(new Uint8Array(1), callContext()), { code: 'UsageError' });
    assert.deepEqual(await other.templates(callContext()), []);
  });

  it('stops all its clients when it is closed', async () => {
    const client = shared.client('alice@example.com');
    await shared.authority.close();
    await shared.authority.close();
    const request = { policy: policyFor({ anyone: ['VIEW'] }), labels: [], deprecatedAlgorithms: false };
    await assert.rejects(client.publish(request, callContext()), { code: 'UsageError' });
  });
});
