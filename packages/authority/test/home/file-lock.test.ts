import assert from 'node:assert/strict';
import { readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { whileLocked } from '../../src/home/file-lock.js';

describe('whileLocked', () => {
  const path = useTemporaryFolder();

  it('lets one work after the other, and leaves nothing behind', async () => {
    const events: string[] = [];
    const work = (name: string): Promise<void> =>
      whileLocked(path('f'), async () => {
        events.push(`${name} begins`);
        await wait(5);
        events.push(`${name} ends`);
      });
    await Promise.all(['a', 'b', 'c'].map(work));
    for (let index = 0; index < events.length; index += 2) {
      assert.equal(events[index]?.split(' ')[0], events[index + 1]?.split(' ')[0]);
    }
    assert.deepEqual(readdirSync(path('.')), []);
  });

  it('is free again after a failure, which it passes on', async () => {
    const failure = new Error('of the work');
    await assert.rejects(
      whileLocked(path('f'), () => Promise.reject(failure)),
      failure,
    );
    assert.equal(await whileLocked(path('f'), () => Promise.resolve(7)), 7);
  });

  const leaveMark = (): void => {
    const longAgo = Date.now() / 1000 - 3600;
    writeFileSync(path('f.lock.of-a-killed-process'), '');
    utimesSync(path('f.lock.of-a-killed-process'), longAgo, longAgo);
  };

  it('takes over the lock of a process that was killed', async () => {
    leaveMark();
    assert.equal(await whileLocked(path('f'), () => Promise.resolve(7)), 7);
    assert.deepEqual(readdirSync(path('.')), []);
  });

  it('has one holder at a time, however many take over from a killed process', async () => {
    let holders = 0;
    const most: number[] = [];
    const work = (): Promise<void> =>
      whileLocked(path('f'), async () => {
        holders += 1;
        most.push(holders);
        await wait(1);
        holders -= 1;
      });
    for (let round = 0; round < 100; round += 1) {
      leaveMark();
      await Promise.all([work(), work(), work(), work()]);
    }
    assert.deepEqual([most.length, Math.max(...most)], [400, 1]);
  });

  it('removes no mark but its own, when its own was taken away too', async () => {
    const events: string[] = [];
    await whileLocked(path('f'), async () => {
      for (const name of readdirSync(path('.'))) rmSync(path(name));
      await whileLocked(path('f'), () => {
        events.push('second');
        return Promise.resolve();
      });
      writeFileSync(path('f.lock.third'), '');
    });
    assert.deepEqual([events, readdirSync(path('.'))], [['second'], ['f.lock.third']]);
  });

  it('says so when it cannot lock', async () => {
    await assert.rejects(
      whileLocked(path('none/f'), () => Promise.resolve()),
      { code: 'CannotWrite' },
    );
  });
});
