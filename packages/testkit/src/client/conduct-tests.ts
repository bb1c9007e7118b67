import assert from 'node:assert/strict';
import { refusalOf } from '../outcome.js';
import { requestOf } from './client-bench.js';
import type { ClientTest } from './client-test.js';
import { assertSameKey } from './same-key.js';

const AT_ONCE = 20;

/** How a client gets on with its callers. */
export const CONDUCT_TESTS: readonly ClientTest[] = [
  {
    name: 'ends with Aborted when the signal has fired before: templates',
    run: async (bench) => {
      const client = await bench.client();
      await refusalOf(() => client.templates(bench.context(AbortSignal.abort())), ['Aborted']);
    },
  },
  {
    name: 'ends with Aborted when the signal has fired before: publish',
    needs: ['custom'],
    run: async (bench) => {
      const client = await bench.client();
      const request = requestOf({ policy: bench.policyOf(['VIEW']) });
      await refusalOf(() => client.publish(request, bench.context(AbortSignal.abort())), ['Aborted']);
    },
  },
  {
    name: 'ends with Aborted when the signal has fired before: acquire',
    needs: ['custom'],
    run: async (bench) => {
      const { license } = await bench.grant(['VIEW']);
      const client = await bench.client();
      await refusalOf(() => client.acquire(license, bench.context(AbortSignal.abort())), ['Aborted']);
    },
  },
  {
    name: `publishes and acquires ${AT_ONCE} at once`,
    needs: ['custom'],
    run: async (bench) => {
      const [owner, recipient] = [await bench.client(), await bench.client(bench.people.recipient)];
      const jobs = Array.from({ length: AT_ONCE }, async (_, index) => {
        const policy = bench.policyOf(['VIEW', `X-JOB-${index}`]);
        const { license, contentId, cipher } = await owner.publish(requestOf({ policy }), bench.context());
        const useLicense = await recipient.acquire(license, bench.context());
        assert.equal(useLicense.contentId, contentId);
        assert.ok(useLicense.rights.includes('VIEW'));
        const allowed = await Promise.all([0, 1].map((more) => useLicense.allows(`X-JOB-${index + more}`)));
        assert.deepEqual(allowed, [true, false]);
        await assertSameKey(cipher, useLicense.cipher);
        return contentId;
      });
      assert.equal(new Set(await Promise.all(jobs)).size, AT_ONCE);
    },
  },
  {
    name: 'can be closed twice, and closes no other client',
    run: async (bench) => {
      const [one, other] = [await bench.client(), await bench.client()];
      await one.close();
      await one.close();
      await other.templates(bench.context());
    },
  },
];
