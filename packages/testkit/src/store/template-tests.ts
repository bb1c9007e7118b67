import assert from 'node:assert/strict';
import type { AuthorityStore, StoredTemplate } from '@rightsmith/authority/store';
import type { SuiteTest } from '../suite.js';
import type { StoreBench } from './store-bench.js';

const ID = '1f6a11b5-e1c1-4f00-8d3c-4f4e9a512d8f';

const named = (name: string, id: string = ID, modified = '2031-05-06T07:08:09.001Z'): StoredTemplate => ({
  template: {
    id,
    names: [{ lcid: 1033, name, description: 'Größe' }],
    grants: [{ users: ['bob@example.com'], rights: ['VIEW'], validUntil: new Date('2031-06-01T00:00:00Z') }],
    modified: new Date(modified),
  },
  signed: `<XrML xmlns="" version="1.2"><BODY>${name} & "\u{1f512}"</BODY></XrML>`,
});

/** Templates. */
export const TEMPLATE_TESTS: readonly SuiteTest<StoreBench, never>[] = [
  {
    name: 'are none at first, and then there for everybody, their signed text letter by letter',
    run: async (bench) => {
      const [store, other] = [await bench.begin(), await bench.open()];
      assert.equal((await other.templates.read()).size, 0);
      assert.deepEqual(await store.templates.put(() => Promise.resolve({ stored: named('Staff') })), named('Staff'));
      assert.deepEqual([...(await store.templates.read()).values()], [named('Staff')]);
      await bench.settle();
      assert.deepEqual((await other.templates.read()).get(ID), named('Staff'));
    },
  },
  {
    name: 'are replaced by their id, with what was there at hand',
    run: async (bench) => {
      const store = await bench.begin();
      await store.templates.put(() => Promise.resolve({ stored: named('Staff') }));
      await store.templates.put((all) => {
        const former = all.get(ID);
        assert.ok(former !== undefined);
        assert.deepEqual(former, named('Staff'));
        return Promise.resolve({ stored: named('Board', ID, '2032-01-01T00:00:00.000Z'), former });
      });
      assert.deepEqual([...(await store.templates.read()).values()], [named('Board', ID, '2032-01-01T00:00:00.000Z')]);
    },
  },
  {
    name: 'stay as they were when a change fails',
    run: async (bench) => {
      const store = await bench.begin();
      await store.templates.put(() => Promise.resolve({ stored: named('Staff') }));
      await assert.rejects(store.templates.put(() => Promise.reject(new RangeError('not this way'))));
      assert.deepEqual([...(await store.templates.read()).values()], [named('Staff')]);
    },
  },
  {
    name: 'lose none of many changes at once',
    run: async (bench) => {
      const [store, other] = [await bench.begin(), await bench.open()];
      const one = (number: number): AuthorityStore => (number % 2 === 0 ? store : other);
      const sizes = await Promise.all(
        [0, 1, 2, 3, 4, 5, 6, 7].map(async (number) => {
          let size = -1;
          await one(number).templates.put((all) => {
            size = all.size;
            return Promise.resolve({ stored: named(`T${number}`, `${number}${ID.slice(1)}`) });
          });
          return size;
        }),
      );
      assert.deepEqual(sizes.toSorted(), [0, 1, 2, 3, 4, 5, 6, 7]);
      await bench.settle();
      assert.equal((await store.templates.read()).size, 8);
    },
  },
];
