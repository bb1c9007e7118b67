import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { useTemporaryFolder } from '../../../test/support/temporary-folder.js';
import { createJournal, existingJournal, openJournal } from '../src/journal/journal.js';
import { lockJournal } from '../src/journal/journal-lock.js';
import type { BeginLine, IntentLine } from '../src/journal/journal-line.js';
import type { FileResult } from '../src/options.js';
import type { PlanEntry } from '../src/plan/plan-entry.js';

const BEGIN: BeginLine = {
  type: 'begin',
  schema: 2,
  verb: 'protect',
  task: 'x',
  folder: '/',
  time: '2026-01-01T00:00:00Z',
};
const ENTRIES: readonly PlanEntry[] = [
  { n: 0, file: 'a "quoted"\n.txt', size: 3 },
  { n: 1, file: 'b', size: 2 ** 40, into: 'out', as: 'pfile' },
  { n: 2, file: 'c', size: 0, skip: 'link' },
];
const done = (file: string): FileResult => ({ file, action: 'protect', ok: true, status: 'done' });
const intent = (n: number): IntentLine => ({
  type: 'intent',
  n,
  staged: { path: 'p', target: 'p', temporary: 't', overwrite: false, size: 1 },
  source: { path: 's', size: 1, mtimeNs: '1500000', inode: '7' },
  result: done(String(n)),
});

describe('the journal', () => {
  const path = useTemporaryFolder();

  it('keeps the plan, private, and knows it again', async () => {
    assert.equal(existingJournal(path('j')), undefined);
    await (await createJournal(path('j'), BEGIN, ENTRIES)).close();
    const state = existingJournal(path('j'));
    assert.deepEqual([state?.begin, state?.entries], [BEGIN, ENTRIES]);
    if (process.platform !== 'win32') assert.equal(statSync(path('j')).mode & 0o777, 0o600);
    await assert.rejects(createJournal(path('j'), BEGIN, ENTRIES), { code: 'OutputExists' });
  });

  it('knows what is finished, what was begun and what is to be tried again, over several runs', async () => {
    const first = await createJournal(path('j'), BEGIN, ENTRIES);
    first.append(intent(0));
    await first.flush();
    first.append({ type: 'done', n: 0 });
    first.append(intent(1));
    await first.close();
    const state = existingJournal(path('j'))!;
    assert.deepEqual([...state.finished], [[0, done('0')]]);
    assert.deepEqual([...state.begun.keys()], [1]);
    const second = openJournal(path('j'), state);
    second.append({ type: 'result', n: 1, result: { file: 'b', action: 'protect', ok: false, status: 'failed' } });
    await second.close();
    const { finished, begun } = existingJournal(path('j'))!;
    assert.deepEqual([[...finished.keys()], [...begun]], [[0], []]);
  });

  it('loses only the line that a kill cut, wherever it was cut', async () => {
    const journal = await createJournal(path('j'), BEGIN, ENTRIES);
    const before = readFileSync(path('j')).length;
    journal.append(intent(1));
    await journal.close();
    const whole = readFileSync(path('j'));
    for (const length of [before, before + 1, before + 60, whole.length - 1]) {
      writeFileSync(path('j'), whole.subarray(0, length));
      const state = existingJournal(path('j'))!;
      assert.equal(state.begun.size, 0, `${length} bytes`);
      const again = openJournal(path('j'), state);
      again.append(intent(1));
      await again.close();
      assert.deepEqual(readFileSync(path('j')), whole);
    }
  });

  it('refuses a line that was changed, put in, left out or moved', async () => {
    const journal = await createJournal(path('j'), BEGIN, ENTRIES);
    for (const n of [0, 1]) journal.append(intent(n));
    await journal.close();
    const text = readFileSync(path('j'), 'utf8');
    const lines = text.split('\n');
    const damaged = [
      text.replace('"size":3', '"size":4'),
      text.replace('"n":1,"staged"', '"n":0,"staged"'),
      [...lines.slice(0, 2), ...lines.slice(3)].join('\n'),
      [lines[0], lines[2], lines[1], ...lines.slice(3)].join('\n'),
      [...lines.slice(0, 3), 'put in', ...lines.slice(3)].join('\n'),
    ];
    for (const one of damaged) {
      writeFileSync(path('j'), one);
      assert.throws(() => existingJournal(path('j')), { code: 'CorruptFile' });
    }
  });

  it('is not any file', () => {
    for (const text of ['', 'some text', 'line\n', 'x'.repeat(2 ** 23)]) {
      writeFileSync(path('j'), text);
      assert.throws(() => existingJournal(path('j')), { code: 'UsageError' });
      assert.equal(readFileSync(path('j'), 'utf8'), text);
    }
    truncateSync(path('j'), 2 ** 40);
    assert.throws(() => existingJournal(path('j')), { code: 'UsageError' }, 'all of it is not read');
  });

  it('flushes together what comes while others are flushed', async () => {
    const journal = await createJournal(path('j'), BEGIN, ENTRIES);
    const flushes = [0, 1, 0, 1].map((n) => {
      journal.append(intent(n));
      return journal.flush();
    });
    await Promise.all(flushes);
    assert.equal(new Set(flushes).size < flushes.length, true);
    await journal.close();
    assert.equal(existingJournal(path('j'))!.begun.size, 2);
  });

  it('has one user at a time; what a killed one left does not count', () => {
    const release = lockJournal(path('j'));
    assert.throws(() => lockJournal(path('j')), { code: 'UsageError' });
    release();
    assert.equal(existsSync(path('j.lock')), false);
    writeFileSync(path('j.lock'), '999999999 elsewhere\n');
    assert.throws(() => lockJournal(path('j')), { code: 'UsageError' });
    writeFileSync(path('j.lock'), `999999999 ${hostname()}\n`);
    lockJournal(path('j'))();
    assert.deepEqual(readdirSync(path()), []);
  });
});
