import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { homeRecord, type HomeRecord } from '../../src/record/home-record.js';
import { entryText, lineHash } from '../../src/record/record-line.js';
import type { RecordEntry } from '../../src/record/record-entry.js';

const entry = (who: string): RecordEntry => ({
  time: '2024-05-06T07:08:09.000Z',
  action: 'grant',
  contentId: 'b5e1c1f0-0d3c-4f4e-9a51-2d8f3b1f6a11',
  who,
  rights: ['VIEW'],
});

describe('the chain of a record', () => {
  const path = useTemporaryFolder();
  const file = (): string => path('record.ndjson');
  const lines = (): string[] => readFileSync(file(), 'utf8').trimEnd().split('\n');
  const write = (changed: readonly string[]): void => {
    writeFileSync(file(), `${changed.join('\n')}\n`);
  };

  /** Three entries of one writer, two of a second, a third again of the first. */
  async function sixEntries(): Promise<HomeRecord> {
    const [one, two] = [homeRecord(file()), homeRecord(file())];
    for (const record of [one, one, one, two, two, one]) await record.append(entry('alice@example.com'));
    return one;
  }

  it('holds over several writers', async () => {
    const report = await (await sixEntries()).verify();
    const { last, ...counts } = report;
    assert.deepEqual(counts, { valid: true, entries: 6, unchained: 0, damagedLines: 0, forks: 0, problems: [] });
    assert.match(last ?? '', /^[\w-]{43}$/);
  });

  it('is empty where there is no record', async () => {
    assert.equal((await homeRecord(file()).verify()).valid, true);
  });

  const changes: readonly (readonly [string, (all: string[]) => string[], string, number])[] = [
    ['a line that was changed', (all) => all.with(1, all[1]!.replace('VIEW', 'EDIT')), 'not-linked', 3],
    ['a line that was removed', (all) => all.toSpliced(2, 1), 'not-linked', 3],
    ['lines that changed places', (all) => all.with(3, all[4]!).with(4, all[3]!), 'not-linked', 4],
    [
      'a line that was put in',
      (all) => all.toSpliced(2, 0, JSON.stringify(entry('eve@example.com'))),
      'not-chained',
      3,
    ],
    ['a line that is there twice', (all) => all.toSpliced(2, 0, all[1]!), 'number-missing', 3],
    ['the beginning that was removed', (all) => all.slice(1), 'not-linked', 1],
  ];
  for (const [what, change, problem, line] of changes) {
    it(`tells of ${what}`, async () => {
      const record = await sixEntries();
      write(change(lines()));
      const report = await record.verify();
      assert.equal(report.valid, false);
      assert.deepEqual(report.problems[0], { line, problem });
    });
  }

  it('tells that the end was removed from the hash that was noted before', async () => {
    const record = await sixEntries();
    const { last } = await record.verify();
    await record.append(entry('bob@example.com'));
    assert.equal((await record.verify(last)).valid, true);
    write(lines().slice(0, 4));
    assert.equal((await record.verify()).valid, true);
    assert.deepEqual((await record.verify(last)).problems, [{ problem: 'end-missing' }]);
  });

  it('tells of a forged entry that looks like a fork from the hash that was noted before', async () => {
    const record = await sixEntries();
    const { last } = await record.verify();
    const link = { writer: 'eve', number: 1, previous: lineHash(lines()[0]!) };
    write(lines().toSpliced(2, 0, entryText(entry('eve@example.com'), link)));
    const report = await record.verify();
    assert.deepEqual([report.valid, report.forks], [true, 2]);
    assert.notEqual(report.last, last);
    assert.deepEqual((await record.verify(last)).problems, [{ problem: 'end-missing' }]);
  });

  it('takes two lines that follow the same one for what was written at the same moment', async () => {
    const [one, two] = [homeRecord(file()), homeRecord(file())];
    await one.append(entry('alice@example.com'));
    const first = readFileSync(file(), 'utf8');
    await one.append(entry('alice@example.com'));
    const second = readFileSync(file(), 'utf8').slice(first.length);
    writeFileSync(file(), first);
    await two.append(entry('bob@example.com'));
    appendFileSync(file(), second);
    await two.append(entry('bob@example.com'));
    const report = await two.verify();
    assert.deepEqual([report.valid, report.forks], [true, 1]);
    // Now the one that nobody follows is removed: its writer has gone on counting.
    await one.append(entry('alice@example.com'));
    write(lines().toSpliced(2, 1));
    assert.equal((await one.verify()).valid, false);
  });

  it('goes on behind a line that a kill cut short, and tells of it', async () => {
    const record = await sixEntries();
    const { last } = await record.verify();
    appendFileSync(file(), '{"time":"2024-05-06T07:0');
    await record.append(entry('bob@example.com'));
    await record.append(entry('bob@example.com'));
    const report = await record.verify(last);
    assert.deepEqual([report.valid, report.entries, report.damagedLines, report.forks], [true, 8, 1, 1]);
  });

  it('follows the last whole line where another process is still writing one', async () => {
    const [one, two] = [homeRecord(file()), homeRecord(file())];
    await one.append(entry('alice@example.com'));
    const first = readFileSync(file());
    await one.append(entry('alice@example.com'));
    const both = readFileSync(file());
    const half = Math.floor((first.length + both.length) / 2);
    writeFileSync(file(), both.subarray(0, half));
    await two.append(entry('bob@example.com'));
    writeFileSync(file(), Buffer.concat([both, readFileSync(file()).subarray(half)]));
    await two.append(entry('bob@example.com'));
    const { valid, entries, damagedLines, problems } = await two.verify();
    assert.deepEqual(
      { valid, entries, damagedLines, problems },
      { valid: true, entries: 4, damagedLines: 0, problems: [] },
    );
  });

  it('passes over empty lines', async () => {
    const record = await sixEntries();
    appendFileSync(file(), '\n'.repeat(5000));
    await record.append(entry('bob@example.com'));
    const report = await record.verify();
    assert.deepEqual([report.valid, report.entries, report.forks], [true, 7, 0]);
  });

  it('begins behind a line that was cut short before any was whole', async () => {
    writeFileSync(file(), '{"time":"2024-05-06T07:0');
    const record = await sixEntries();
    const report = await record.verify();
    assert.deepEqual([report.valid, report.entries, report.damagedLines], [true, 6, 1]);
  });

  it('begins behind entries from before there was one', async () => {
    write([JSON.stringify(entry('older@example.com')), JSON.stringify(entry('old@example.com'))]);
    const record = await sixEntries();
    const report = await record.verify();
    assert.deepEqual([report.valid, report.entries, report.unchained], [true, 8, 2]);
    write(lines().with(1, lines()[1]!.replace('old@', 'new@')));
    assert.equal((await record.verify()).valid, false);
  });

  it('follows lines longer than one look back', async () => {
    const [one, two] = [homeRecord(file()), homeRecord(file())];
    for (const record of [one, two, one, two])
      await record.append({ ...entry('a@example.com'), reason: 'x'.repeat(50_000) });
    assert.equal((await one.verify()).valid, true);
  });
});
