import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Context } from 'mocha';
import type { FileResult } from '@rightsmith/bulk';
import { cliEnvironment, PROGRAM } from '../packages/cli/test/support/run-cli.js';
import { useTemporaryFolder } from './support/temporary-folder.js';

const MIB = 2 ** 20;
const FOR_BOB = ['--to', 'bob@example.com:VIEW'];
/** Nobody's user id on Linux: for what root is never refused. */
const NOBODY = 65_534;

const isRoot = process.getuid?.() === 0;

describe('many files, and a file system that fails', () => {
  const path = useTemporaryFolder();

  interface RunOptions {
    /** Called again and again while the program runs, until it says that it has done its part. */
    readonly meanwhile?: () => boolean;
    readonly asNobody?: boolean;
  }

  /** Runs the program on many files; results by file. */
  async function run(args: readonly string[], { meanwhile, asNobody = false }: RunOptions = {}) {
    const child = spawn(process.execPath, [PROGRAM, ...args, '--ndjson', '--jobs', '2'], {
      cwd: path(),
      env: cliEnvironment(path()),
      ...(asNobody && { uid: NOBODY, gid: NOBODY }),
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()));
    const timer = setInterval(() => {
      if (meanwhile?.() === true) clearInterval(timer);
    }, 2);
    const [exitCode] = (await once(child, 'close')) as [number];
    clearInterval(timer);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as FileResult & { readonly summary?: object });
    const results = new Map(lines.filter(({ summary }) => summary === undefined).map((line) => [line.file, line]));
    return { exitCode, stderr, results };
  }

  const codeOf = (result: FileResult | undefined): string => result?.error?.code ?? result?.status ?? 'none';
  const temporaryFiles = (folder: string): string[] =>
    existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('.rightsmith-')) : [];

  const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

  function make(name: string, size: number): Buffer {
    const content = Buffer.alloc(size, name);
    mkdirSync(path('share'), { recursive: true });
    writeFileSync(path(name), content);
    return content;
  }

  /** A file system of so many MiB in memory; undefined where that needs more rights than there are. */
  function smallDisk(mebibytes: number): string | undefined {
    const folder = path('small');
    mkdirSync(folder);
    const options = ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder];
    return spawnSync('mount', options).status === 0 ? folder : undefined;
  }

  function withSmallDisk(test: (folder: string) => Promise<void>) {
    return async function (this: Context): Promise<void> {
      const folder = smallDisk(4);
      // Only root may mount one, and not in every container.
      if (folder === undefined) return void this.skip();
      try {
        await test(folder);
      } finally {
        spawnSync('umount', ['-l', folder]);
      }
    };
  }

  it(
    'says which files have no room, and leaves nothing of them (skipped where no small disk can be mounted)',
    withSmallDisk(async (folder) => {
      const names = Array.from({ length: 8 }, (_, n) => `share/${n}.bin`);
      const contents = names.map((name) => make(name, MIB));
      const { exitCode, results } = await run(['protect', '-r', 'share', '-o', `${folder}/`, ...FOR_BOB]);
      assert.equal(exitCode, 61);
      const codes = names.map((name) => codeOf(results.get(name)));
      assert.ok(codes.includes('done') && codes.includes('CannotWrite'), codes.join());
      assert.equal(readdirSync(folder).length, codes.filter((code) => code === 'done').length);
      assert.deepEqual(temporaryFiles(folder), []);
      for (const [index, name] of names.entries()) assert.deepEqual(readFileSync(path(name)), contents[index]);
    }),
  );

  it(
    'keeps files that have no room in their own place (skipped where no small disk can be mounted)',
    withSmallDisk(async (folder) => {
      const content = Buffer.alloc(3 * MIB, 'large');
      writeFileSync(join(folder, 'large.bin'), content);
      writeFileSync(join(folder, 'small.txt'), 'small');
      const { exitCode, results } = await run([
        'protect',
        '-r',
        folder,
        '--in-place',
        ...FOR_BOB,
        '--resume',
        'journal',
      ]);
      assert.equal(exitCode, 61);
      assert.deepEqual([...results.values()].map(codeOf).sort(), ['CannotWrite', 'done']);
      assert.deepEqual(readFileSync(join(folder, 'large.bin')), content);
      assert.deepEqual(readdirSync(folder).sort(), ['large.bin', 'small.ptxt']);
      assert.equal(spawnSync('mount', ['-o', 'remount,size=16m', folder]).status, 0);
      const again = await run(['protect', '-r', folder, '--in-place', ...FOR_BOB, '--resume', 'journal']);
      assert.equal(again.exitCode, 0);
      assert.deepEqual(readdirSync(folder).sort(), ['large.bin.pfile', 'small.ptxt']);
    }),
  );

  it('leaves a file as it is that somebody changes while it is read', async () => {
    make('share/a.txt', 1000);
    make('share/log.bin', 0);
    truncateSync(path('share/log.bin'), 200 * MIB);
    const { exitCode, results } = await run(['protect', '-r', 'share', '--in-place', ...FOR_BOB], {
      meanwhile: () => {
        // A temporary file of this size is that of the large file, which is being read then.
        const sizes = temporaryFiles(path('share')).map((name) => sizeOf(join(path('share'), name)));
        if (!sizes.some((size) => size > MIB)) return false;
        appendFileSync(path('share/log.bin'), 'one line more');
        return true;
      },
    });
    assert.equal(exitCode, 61);
    assert.deepEqual(
      ['share/a.txt', 'share/log.bin'].map((name) => codeOf(results.get(name))),
      ['done', 'CannotRead'],
    );
    assert.equal(statSync(path('share/log.bin')).size, 200 * MIB + 'one line more'.length);
    assert.deepEqual(readdirSync(path('share')).sort(), ['a.ptxt', 'log.bin']);
  });

  it('says so where the folder of the results goes away, and keeps every original', async () => {
    make('share/a.bin', 0);
    truncateSync(path('share/a.bin'), 200 * MIB);
    const { exitCode, results } = await run(['protect', '-r', 'share', '-o', 'out/', ...FOR_BOB], {
      meanwhile: () => {
        if (temporaryFiles(path('out')).length === 0) return false;
        rmSync(path('out'), { recursive: true, force: true });
        return true;
      },
    });
    assert.equal(exitCode, 61);
    assert.equal(codeOf(results.get('share/a.bin')), 'CannotWrite');
    assert.equal(statSync(path('share/a.bin')).size, 200 * MIB);
  });

  it('says so where permissions are lost, and goes on with the others', async function () {
    const contents = ['share/a.txt', 'share/b.txt'].map((name) => make(name, 500));
    mkdirSync(path('share/locked'));
    const locked = make('share/locked/c.txt', 500);
    mkdirSync(path('home'));
    if (isRoot) {
      const names = ['', 'home', 'share', 'share/a.txt', 'share/b.txt', 'share/locked', 'share/locked/c.txt'];
      for (const name of names) chownSync(path(name), NOBODY, NOBODY);
    }
    chmodSync(path('share/b.txt'), 0o000);
    chmodSync(path('share/locked'), 0o555);
    try {
      const probe = spawnSync(process.execPath, [PROGRAM, '--version'], isRoot ? { uid: NOBODY, gid: NOBODY } : {});
      // Where the project lies in a folder that only root may look into.
      if (probe.status !== 0) return void this.skip();
      const { exitCode, results } = await run(['protect', '-r', 'share', '--in-place', ...FOR_BOB], {
        asNobody: isRoot,
      });
      assert.equal(exitCode, 61);
      const codes = ['share/a.txt', 'share/b.txt', 'share/locked/c.txt'].map((name) => codeOf(results.get(name)));
      assert.deepEqual(codes, ['done', 'CannotRead', 'CannotWrite']);
      chmodSync(path('share/b.txt'), 0o600);
      assert.deepEqual(readFileSync(path('share/b.txt')), contents[1]);
      assert.deepEqual(readFileSync(path('share/locked/c.txt')), locked);
      assert.deepEqual(readdirSync(path('share/locked')), ['c.txt']);
    } finally {
      chmodSync(path('share/locked'), 0o755);
    }
  });
});
