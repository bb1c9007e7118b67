import assert from 'node:assert/strict';
import { existsSync, utimesSync, writeFileSync } from 'node:fs';
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
    assert.equal(existsSync(path('f.lock')), false);
  });

  it('is free again after a failure, which it passes on', async () => {
    const failure = new Error('of the work');
    await assert.rejects(
      whileLocked(path('f'), () => Promise.reject(failure)),
      failure,
    );
    assert.equal(await whileLocked(path('f'), () => Promise.resolve(7)), 7);
  });

  it('takes over the lock of a process that was killed', async () => {
    writeFileSync(path('f.lock'), '');
    const longAgo = Date.now() / 1000 - 3600;
    utimesSync(path('f.lock'), longAgo, longAgo);
    assert.equal(await whileLocked(path('f'), () => Promise.resolve(7)), 7);
  });

  it('says so when it cannot lock', async () => {
    await assert.rejects(
      whileLocked(path('none/f'), () => Promise.resolve()),
      { code: 'CannotWrite' },
    );
  });
});
