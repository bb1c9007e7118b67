import { fileSink, fileSource } from '@rightsmith/core';
import type { FileSinkOptions } from '@rightsmith/core';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { failingFileSystem } from './support/failing-file-system.js';
import { sampleBytes } from './support/sample-bytes.js';

const posix = process.platform !== 'win32';

describe('fileSink', () => {
  const folder = useTemporaryFolder();

  async function writeTarget(content: string, options?: FileSinkOptions): Promise<void> {
    const sink = fileSink(folder('target'), options);
    await sink.write(Buffer.from(content));
    await sink.commit();
  }

  function targetText(): string {
    return readFileSync(folder('target'), 'utf8');
  }

  it('shows nothing until it is committed, then everything', async () => {
    const sink = fileSink(folder('target'));
    await sink.write(sampleBytes(100_000));
    await sink.write(sampleBytes(7));
    assert.ok(!readdirSync(folder()).includes('target'));
    await sink.commit();
    assert.deepEqual(readdirSync(folder()), ['target']);
    assert.deepEqual(readFileSync(folder('target')), Buffer.concat([sampleBytes(100_000), sampleBytes(7)]));
  });

  it('makes an empty file when nothing was written', async () => {
    await fileSink(folder('target')).commit();
    assert.equal(targetText(), '');
  });

  it('leaves no trace when it is aborted, in the middle of a write too, and twice', async () => {
    writeFileSync(folder('target'), 'old');
    const sink = fileSink(folder('target'));
    const writing = sink.write(sampleBytes(1_000_000));
    await Promise.all([sink.abort(), sink.abort()]);
    await writing.catch(() => undefined);
    assert.deepEqual(readdirSync(folder()), ['target']);
    assert.equal(targetText(), 'old');
  });

  it('ends with commit or abort', async () => {
    const committed = fileSink(folder('target'));
    await committed.commit();
    await committed.abort();
    const aborted = fileSink(folder('other'));
    await aborted.abort();
    for (const sink of [committed, aborted]) {
      await assert.rejects(sink.commit(), { code: 'UsageError' });
      await assert.rejects(sink.write(sampleBytes(1)), { code: 'UsageError' });
    }
    assert.deepEqual(readdirSync(folder()), ['target']);
  });

  it('takes a target whose name is as long as names can be', async () => {
    const name = 'x'.repeat(255);
    await fileSink(folder(name)).commit();
    assert.deepEqual(readdirSync(folder()), [name]);
  });

  it('never mixes two writers of one target', async () => {
    const writers = ['a', 'b', 'c', 'd'].map((letter, index) => ({ letter, size: 100_000 + index }));
    await Promise.all(
      writers.map(async ({ letter, size }) => {
        const sink = fileSink(folder('target'));
        for (let offset = 0; offset < size; offset += 10_000) {
          await sink.write(Buffer.from(letter.repeat(Math.min(10_000, size - offset))));
        }
        await sink.commit();
      }),
    );
    assert.ok(writers.some(({ letter, size }) => targetText() === letter.repeat(size)));
    assert.deepEqual(readdirSync(folder()), ['target']);
  });

  it('replaces the file behind a symbolic link and keeps the link', async function () {
    if (!posix) this.skip(); // making a link needs a privilege
    mkdirSync(folder('elsewhere'));
    writeFileSync(folder('elsewhere/real'), 'old');
    symlinkSync('elsewhere/real', folder('target'));
    await writeTarget('new');
    assert.equal(readlinkSync(folder('target')), 'elsewhere/real');
    assert.equal(readFileSync(folder('elsewhere/real'), 'utf8'), 'new');
    assert.deepEqual(readdirSync(folder('elsewhere')), ['real']);
  });

  describe('when the target must be new', () => {
    for (const { system, missing } of [
      { system: 'with hard links', missing: undefined },
      { system: 'without hard links', missing: 'link' as const },
    ]) {
      it(`lets exactly one of many writers win on a system ${system}`, async () => {
        await failingFileSystem(missing, 'EPERM', async () => {
          const contents = Array.from({ length: 20 }, (_, index) => `writer ${index}`);
          const results = await Promise.allSettled(contents.map((text) => writeTarget(text, { overwrite: false })));
          const winners = contents.filter((_, index) => results[index]?.status === 'fulfilled');
          const codes = results.flatMap((result) => (result.status === 'rejected' ? [codeOf(result.reason)] : []));
          assert.deepEqual(winners, [targetText()]);
          assert.deepEqual(new Set(codes), new Set(['OutputExists']));
          assert.deepEqual(readdirSync(folder()), ['target']);
        });
      });
    }

    it('says at once that it exists', () => {
      writeFileSync(folder('target'), 'old');
      assert.throws(() => fileSink(folder('target'), { overwrite: false }), { code: 'OutputExists' });
    });

    it('says at the end that it came meanwhile, and leaves it alone', async () => {
      const sink = fileSink(folder('target'), { overwrite: false });
      await sink.write(sampleBytes(10));
      writeFileSync(folder('target'), 'faster');
      await assert.rejects(sink.commit(), { code: 'OutputExists' });
      assert.equal(targetText(), 'faster');
      assert.deepEqual(readdirSync(folder()), ['target']);
    });

    it('does not write through a link that leads nowhere', async function () {
      if (!posix) this.skip(); // making a link needs a privilege
      symlinkSync('missing', folder('target'));
      await assert.rejects(writeTarget('new', { overwrite: false }), { code: 'OutputExists' });
      assert.deepEqual(readdirSync(folder()), ['target']);
    });
  });

  describe('mode and times', () => {
    before(function () {
      if (!posix) this.skip(); // files have no permission bits
    });

    function modeOf(name: string): number {
      return statSync(folder(name)).mode & 0o777;
    }

    it('are those a new file gets', async () => {
      const umask = process.umask(0o027);
      try {
        await writeTarget('new');
      } finally {
        process.umask(umask);
      }
      assert.equal(modeOf('target'), 0o640);
    });

    it('are those of the file named like', async () => {
      writeFileSync(folder('original'), 'old');
      chmodSync(folder('original'), 0o604);
      utimesSync(folder('original'), 1_000_000_000, 1_234_567_890.25);
      await writeTarget('new', { like: folder('original') });
      assert.equal(modeOf('target'), 0o604);
      assert.equal(statSync(folder('target')).mtimeMs, 1_234_567_890_250);
      assert.equal(statSync(folder('target')).atimeMs, 1_000_000_000_000);
    });

    it('stay when the file is its own model, though it was read meanwhile', async () => {
      writeFileSync(folder('target'), 'old');
      utimesSync(folder('target'), 1_000_000_000, 1_100_000_000);
      await writeTarget('new', { like: folder('target') });
      assert.equal(statSync(folder('target')).mtimeMs, 1_100_000_000_000);
    });

    it('stay private when a private file is replaced', async () => {
      writeFileSync(folder('target'), 'old', { mode: 0o600 });
      await writeTarget('new');
      assert.equal(modeOf('target'), 0o600);
    });

    it('are private from the first byte when asked', async () => {
      const sink = fileSink(folder('target'), { mode: 0o600 });
      await sink.write(sampleBytes(10));
      assert.deepEqual(
        readdirSync(folder()).map((name) => modeOf(name)),
        [0o600],
      );
      await sink.commit();
      assert.equal(modeOf('target'), 0o600);
    });

    it('are never those of a program that runs as its owner', async () => {
      writeFileSync(folder('original'), 'old');
      chmodSync(folder('original'), 0o4755);
      await writeTarget('new', { like: folder('original') });
      assert.equal(statSync(folder('target')).mode & 0o7777, 0o755);
    });

    it('cannot be those of a file that is not there', () => {
      assert.throws(() => fileSink(folder('target'), { like: folder('missing') }), { code: 'CannotRead' });
    });
  });

  describe('when the medium fails', () => {
    for (const { what, name, code } of [
      { what: 'a folder', name: '.', code: 'CannotWrite' },
      { what: 'a path through a file', name: 'file/inner', code: 'CannotWrite' },
      { what: 'a name that is too long', name: 'x'.repeat(300), code: 'CannotWrite' },
      { what: 'a name with a NUL character', name: 'a\0b', code: 'UsageError' },
    ]) {
      it(`refuses ${what} and says what to do`, async () => {
        writeFileSync(folder('file'), 'content');
        await assert.rejects(async () => fileSink(folder(name)).commit(), { code, hint: /./ });
        assert.deepEqual(readdirSync(folder()), ['file']);
      });
    }

    it('refuses a folder that is not there', async () => {
      await assert.rejects(fileSink(folder('missing/target')).write(sampleBytes(1)), {
        code: 'CannotWrite',
        hint: /Create the folder/,
        where: { file: folder('missing/target') },
      });
    });

    it('refuses to replace a pipe', function () {
      if (!posix) this.skip(); // no named pipes in folders
      execFileSync('mkfifo', [folder('pipe')]);
      assert.throws(() => fileSink(folder('pipe')), { code: 'CannotWrite' });
    });

    it('reports a full disk and leaves the old file (needs root, to mount a small one)', async function () {
      if (!mountSmallDisk(folder())) this.skip(); // mounting needs root
      try {
        writeFileSync(folder('target'), 'old');
        const sink = fileSink(folder('target'));
        await assert.rejects(sink.write(sampleBytes(2_000_000)), { code: 'CannotWrite', message: /disk is full/ });
        await assert.rejects(sink.commit(), { code: 'UsageError' });
        assert.deepEqual(readdirSync(folder()), ['target']);
        assert.equal(targetText(), 'old');
      } finally {
        execFileSync('umount', [folder()]);
      }
    });

    for (const operation of ['rename', 'sync'] as const) {
      it(`reports that ${operation} failed and leaves the old file`, async () => {
        writeFileSync(folder('target'), 'old');
        await failingFileSystem(operation, 'EIO', async () => {
          await assert.rejects(writeTarget('new'), { code: 'CannotWrite', message: /the device failed/ });
        });
        assert.deepEqual(readdirSync(folder()), ['target']);
        assert.equal(targetText(), 'old');
      });
    }

    it('leaves no empty file behind when it cannot replace the one it reserved', async () => {
      await failingFileSystem('link', 'EPERM', async () => {
        await failingFileSystem('rename', 'EIO', async () => {
          await assert.rejects(writeTarget('new', { overwrite: false }), { code: 'CannotWrite' });
        });
      });
      assert.deepEqual(readdirSync(folder()), []);
    });

    it('leaves no descriptor open', async function () {
      if (process.platform !== 'linux') this.skip(); // descriptors are counted in /proc
      const before = readdirSync('/proc/self/fd').length;
      await writeTarget('one');
      await assert.rejects(fileSink(folder('missing/target')).commit());
      const aborted = fileSink(folder('target'));
      await aborted.write(sampleBytes(10));
      await aborted.abort();
      await fileSource(folder('target')).close();
      assert.equal(readdirSync('/proc/self/fd').length, before);
    });
  });
});

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown }).code;
}

function mountSmallDisk(path: string): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false; // a container without the right to mount
  }
}
