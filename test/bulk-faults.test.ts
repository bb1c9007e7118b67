import assert from 'node:assert/strict';
import type { FaultPoint } from '@rightsmith/bulk';
import { hashesOf, judgeJournal, judgeShare } from './faults/judge-share.js';
import { runAndKill, type Kill } from './faults/kill-runs.js';
import { makeShare } from './faults/make-share.js';
import { useTemporaryFolder } from './support/temporary-folder.js';

const FILES = 2000;

const at = (point: FaultPoint, times: number): Kill => ({ point, times });

/** Where the process is killed, each time a little later. */
const PROTECTING: readonly Kill[] = [
  at('plan', 1),
  at('write', 1),
  at('write', 150),
  at('flush', 170),
  at('intent', 40),
  at('rename', 180),
  at('placed', 150),
  at('placed', 160),
  at('journal', 190),
  { afterMs: 1500 },
];

const UNPROTECTING: readonly Kill[] = [at('placed', 100), at('flush', 300)];

/** `npm run bulk-faults` is the long form. */
describe('many files and a process that is killed again and again', () => {
  const path = useTemporaryFolder();

  async function runKilled(args: readonly string[], kills: readonly Kill[]): Promise<number> {
    const common = ['-r', 'share', '--in-place', '--quiet', '--jobs', '2'];
    let killed = 0;
    for (const kill of kills) {
      if ((await runAndKill(path(), [...args, ...common], kill)).exitCode === undefined) killed += 1;
    }
    // Some are broken.
    const { exitCode, stderr } = await runAndKill(path(), [...args, ...common]);
    assert.equal(exitCode, 61, stderr);
    return killed;
  }

  it('come out right: each protected once, every byte back, nothing left over', async function () {
    this.timeout(300_000);
    const share = path('share');
    const originals = await makeShare({ folder: share, files: FILES, seed: 1, largeBytes: 2 ** 20, smaller: 8 });
    const protect = ['protect', '--to', 'bob@example.com:VIEW', '--resume', 'protecting'];
    assert.ok((await runKilled(protect, PROTECTING)) >= 9);
    const { done, failed, skipped } = await judgeJournal(path('protecting'), share, hashesOf(originals));
    assert.equal(done + failed + skipped, originals.size);
    assert.ok(done > 0.97 * FILES, `${done} were protected`);

    assert.equal(await runKilled(['unprotect', '--resume', 'unprotecting'], UNPROTECTING), 2);
    await judgeShare(share, originals);
  });

  it('would come out wrong if anything were missing, changed, or left over', async () => {
    const share = path('share');
    const originals = await makeShare({ folder: share, files: 3, seed: 2, largeBytes: 1000 });
    await judgeShare(share, originals);
    const [first = ''] = originals.keys();
    for (const changed of [
      new Map([...originals].slice(1)),
      new Map([...originals, ['more.txt', { sha256: '', mode: 0 }]]),
      new Map([...originals, [first, { sha256: '0'.repeat(64), mode: 0o644 }]]),
      new Map([...originals, [first, { ...originals.get(first)!, mode: 0o600 }]]),
    ]) {
      await assert.rejects(judgeShare(share, changed), { code: 'ERR_ASSERTION' });
    }
  });
});
