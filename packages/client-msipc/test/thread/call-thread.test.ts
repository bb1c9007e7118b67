import assert from 'node:assert/strict';
import { CallThread } from '../../src/thread/call-thread.js';

const program = (code: string): URL => new URL(`data:text/javascript,${encodeURIComponent(code)}`);
const ANSWER = `import { parentPort } from 'node:worker_threads';`;

describe('the thread of the calls', () => {
  const crashes: Readonly<Record<string, string>> = {
    'throws what nobody catches': `${ANSWER} parentPort.on('message', () => { throw new Error('crash'); });`,
    'ends itself': `${ANSWER} parentPort.on('message', () => process.exit(3));`,
    'is no program': 'this is no program',
  };
  for (const [what, code] of Object.entries(crashes)) {
    it(`fails what it was doing, and all that comes, when it ${what}`, async () => {
      const thread = new CallThread(program(code));
      const running = [thread.run('close', undefined), thread.run('accessCheck', { key: 1, right: 'VIEW' })];
      for (const call of running) await assert.rejects(call, { code: 'InternalError' });
      await assert.rejects(thread.run('close', undefined), { code: 'InternalError' });
      await thread.close();
      await thread.close();
    });
  }

  it('answers in order, and ends after what was begun', async () => {
    const code = `${ANSWER} parentPort.on('message', ({ id }) => parentPort.postMessage({ id, answer: id }));`;
    const thread = new CallThread(program(code));
    const answers = Promise.all([1, 2, 3].map((key) => thread.run('accessCheck', { key, right: '' })));
    const closing = thread.close();
    assert.deepEqual(await answers, [1, 2, 3]);
    await closing;
    await assert.rejects(thread.run('close', undefined), { code: 'UsageError' });
  });
});
