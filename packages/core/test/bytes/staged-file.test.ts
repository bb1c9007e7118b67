import {
  discardStagedFile,
  flushFolder,
  placeStagedFile,
  quickOrBeside,
  stagedFileSink,
  sweepTemporaryFiles,
  type StagedFile,
} from '@rightsmith/core';
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { sampleBytes } from './support/sample-bytes.js';

describe('stagedFileSink', () => {
  const folder = useTemporaryFolder();

  async function stage(sizes: readonly number[], overwrite = false): Promise<StagedFile> {
    const sink = stagedFileSink(folder('target'), { overwrite });
    for (const size of sizes) await sink.write(sampleBytes(size));
    await sink.commit();
    return sink.staged!;
  }

  for (const [title, sizes] of [
    ['an empty file', []],
    ['a short file', [100, 7]],
    ['one that grows beyond what is held', [200_000, 100_000, 5]],
    ['a long one', [3_000_000]],
  ] as const) {
    it(`shows ${title} before it is finished, and puts it in its place only then`, async () => {
      const expected = Buffer.concat(sizes.map((size) => sampleBytes(size)));
      const sink = stagedFileSink(folder('target'));
      for (const size of sizes) await sink.write(sampleBytes(size));
      const written = await sink.written();
      assert.equal(written.size, expected.length);
      assert.deepEqual(Buffer.from(await written.read(0, expected.length)), expected);
      await written.close();
      assert.equal(sink.staged, undefined);
      await sink.commit();
      const staged = sink.staged!;
      assert.ok(!existsSync(folder('target')));
      assert.deepEqual(readFileSync(staged.temporary), expected);
      assert.equal(staged.size, expected.length);
      assert.equal(await sweepTemporaryFiles(folder()), 0, 'it is not left over while its process lives');
      await placeStagedFile(structuredClone(staged));
      await flushFolder(folder());
      assert.deepEqual(readdirSync(folder()), ['target']);
      assert.deepEqual(readFileSync(folder('target')), expected);
    });
  }

  it('leaves no trace when it is aborted or not wanted', async () => {
    const sink = stagedFileSink(folder('target'));
    await sink.write(sampleBytes(10));
    await sink.written();
    await sink.abort();
    await sink.abort();
    await assert.rejects(sink.commit(), { code: 'UsageError' });
    await discardStagedFile(await stage([10]));
    assert.deepEqual(readdirSync(folder()), []);
  });

  it('does not replace a file that appeared meanwhile, and is still there then', async () => {
    const staged = await stage([10]);
    writeFileSync(folder('target'), 'another');
    await assert.rejects(placeStagedFile(staged), { code: 'OutputExists' });
    assert.equal(readFileSync(folder('target'), 'utf8'), 'another');
    assert.ok(existsSync(staged.temporary));
    assert.throws(() => stagedFileSink(folder('target'), { overwrite: false }), { code: 'OutputExists' });
    await placeStagedFile({ ...staged, overwrite: true });
    assert.equal(statSync(folder('target')).size, 10);
  });

  it('keeps mode and times of its model, and replaces what a link leads to', async function () {
    if (process.platform === 'win32') this.skip(); // no modes, and links need a right
    mkdirSync(folder('real'));
    writeFileSync(folder('real/file'), 'old');
    chmodSync(folder('real/file'), 0o640);
    utimesSync(folder('real/file'), 1000, 2000);
    symlinkSync(folder('real/file'), folder('link'));
    const sink = stagedFileSink(folder('link'), { like: folder('real/file') });
    await sink.write(sampleBytes(3));
    await sink.commit();
    await placeStagedFile(sink.staged!);
    const { mode, mtimeMs, size } = statSync(folder('real/file'));
    assert.deepEqual([mode & 0o777, mtimeMs, size], [0o640, 2_000_000, 3]);
    assert.deepEqual(readdirSync(folder('real')), ['file']);
  });

  it('tells when its folder is gone', async () => {
    mkdirSync(folder('gone'));
    const sink = stagedFileSink(folder('gone/no/target'));
    await sink.write(sampleBytes(3));
    await assert.rejects(sink.commit(), { code: 'CannotWrite' });
    await assert.rejects(flushFolder(folder('none')), { code: 'CannotWrite' });
  });
});

describe('quickOrBeside', () => {
  const calls: string[] = [];
  let slowMs = 0;
  let now = 0;
  const work = quickOrBeside(
    () => {
      calls.push('quick');
      now += slowMs;
    },
    () => Promise.resolve(void calls.push('beside')),
    () => now,
  );
  const work64Times = async (): Promise<void> => {
    for (let count = 0; count < 64; count++) await work();
  };

  it('works at once while that is quick, and beside after it was slow', async () => {
    await work();
    slowMs = 10;
    await work64Times();
    assert.deepEqual(calls.slice(0, 3), ['quick', 'quick', 'beside']);
    await work64Times();
    assert.equal(calls.filter((call) => call === 'quick').length, 3, 'it was tried again');
    assert.equal(calls.lastIndexOf('quick'), 66);
  });

  it('goes on at once after a single call that was a little slow', async () => {
    slowMs = 0;
    await work64Times();
    calls.length = 0;
    await work();
    slowMs = 2;
    await work();
    slowMs = 0;
    await work();
    assert.deepEqual(calls, ['quick', 'quick', 'quick']);
  });

  it('hands on what fails', async () => {
    const failing = quickOrBeside(
      () => {
        throw new Error('quick');
      },
      () => Promise.resolve(),
    );
    await assert.rejects(failing(), /quick/);
  });
});
