import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { atMost } from '../src/extension/at-most.js';

describe('work of which only some is done at the same time', () => {
  it('waits for its turn, in order, whatever becomes of the others', async () => {
    const limited = atMost(2);
    const log: string[] = [];
    let running = 0;
    let most = 0;
    const work =
      (name: string, fails = false) =>
      async (): Promise<string> => {
        log.push(name);
        running += 1;
        most = Math.max(most, running);
        await turn();
        await turn();
        running -= 1;
        if (fails) throw new Error(name);
        return name;
      };
    const names = ['a', 'b', 'c', 'd', 'e'];
    const first = await Promise.allSettled(names.map((name) => limited(work(name, name === 'b'))));
    assert.deepEqual(
      first.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'],
    );
    assert.deepEqual([log, most, running], [names, 2, 0]);
    await Promise.all(names.map((name) => limited(work(name))));
    assert.equal(most, 2, 'no place was lost or made');
  });
});
