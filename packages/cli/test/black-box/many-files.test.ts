import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { cliEnvironment, PROGRAM, runCli, type CliRun } from '../support/run-cli.js';

const FOR_BOB = ['--to', 'bob@example.com:VIEW'];
const MIB = 1024 * 1024;

interface Line {
  readonly file: string;
  readonly output?: string;
  readonly ok: boolean;
  readonly status: string;
  readonly reason?: string;
  readonly sha256?: string;
  readonly error?: { readonly code: string };
  readonly summary?: Readonly<Record<string, unknown>>;
}

describe('rightsmith with many files', () => {
  const path = useTemporaryFolder();
  const run = (...args: string[]): CliRun => runCli(path(), args);
  const lines = (...args: string[]): Line[] => {
    const { stdout } = run(...args, '--ndjson');
    return stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
  };
  const make = (files: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), text);
    }
  };
  const tree = (folder = 'share'): string[] =>
    readdirSync(path(folder), { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => `${entry.parentPath}/${entry.name}`.slice(path(folder).length + 1))
      .sort();
  const FILES = { 'share/a.txt': 'a', 'share/sub/b.vsd': 'b', 'share/sub/deep/c.jpg': 'c', 'share/run.exe': 'x' };

  it('protects a folder beside the originals, tells what became of each file and counts', () => {
    make(FILES);
    symlinkSync(path('share/a.txt'), path('share/link'));
    const { exitCode, stdout, stderr } = run('protect', '-r', 'share', ...FOR_BOB, '--jobs', '2');
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /^Protected share\/a\.txt as share\/a\.ptxt$/m);
    assert.match(stdout, /3 {2}protected, 3 bytes\n1 {2}skipped: it is a symbolic link\n1 {2}skipped: it is of a kind/);
    assert.match(stdout, /5 {2}files in \d+ s\n$/);
    assert.deepEqual(tree(), [
      'a.ptxt',
      'a.txt',
      'link',
      'run.exe',
      'sub/b.vsd',
      'sub/b.vsd.pfile',
      'sub/deep/c.jpg',
      'sub/deep/c.pjpg',
    ]);
  });

  it('works in place and gives every byte back, with times', () => {
    make(FILES);
    const time = new Date('2020-02-03T04:05:06Z');
    utimesSync(path('share/a.txt'), time, time);
    assert.equal(run('protect', '-r', 'share', '--in-place', ...FOR_BOB).exitCode, 0);
    assert.deepEqual(tree(), ['a.ptxt', 'run.exe', 'sub/b.vsd.pfile', 'sub/deep/c.pjpg']);
    assert.ok(!readFileSync(path('share/a.ptxt')).equals(Buffer.from('a')));
    const again = lines('protect', '-r', 'share', '--in-place', ...FOR_BOB);
    assert.deepEqual(again.at(-1)?.summary?.['skipped'], { 'already-protected': 3, 'system-file': 1 });
    assert.equal(run('unprotect', '-r', 'share', '--in-place').exitCode, 0);
    for (const [name, text] of Object.entries(FILES)) assert.equal(readFileSync(path(name), 'utf8'), text);
    assert.equal(statSync(path('share/a.txt')).mtimeMs, time.getTime());
    assert.deepEqual(tree(), ['a.txt', 'run.exe', 'sub/b.vsd', 'sub/deep/c.jpg']);
  });

  it('writes into the same folders elsewhere', () => {
    make(FILES);
    assert.equal(run('protect', '-r', 'share', '-o', 'share/out', ...FOR_BOB).exitCode, 0);
    assert.deepEqual(tree('share/out'), ['a.ptxt', 'sub/b.vsd.pfile', 'sub/deep/c.pjpg']);
    const again = lines('protect', '-r', 'share', '-o', 'share/out', ...FOR_BOB);
    assert.deepEqual(
      again.filter(({ error }) => error !== undefined).map(({ error }) => error?.code),
      ['OutputExists', 'OutputExists', 'OutputExists'],
    );
    assert.ok(again.some(({ file, reason }) => file === 'share/out' && reason === 'output-folder'));
  });

  it('takes patterns, lists, and what is included or excluded', () => {
    make({ 'a.txt': '', 'b.txt': '', 'c.md': '', 'list/d e.txt': '', 'list/f.txt': '' });
    const files = (...args: string[]): string[] =>
      lines('protect', '--dry-run', ...args)
        .filter(({ status }) => status === 'planned')
        .map(({ file }) => file);
    assert.deepEqual(files('*.txt').sort(), ['a.txt', 'b.txt']);
    assert.deepEqual(files('-r', 'list', '--exclude', 'f.*'), ['list/d e.txt']);
    assert.deepEqual(files('-r', 'list', '--include', 'f.*'), ['list/f.txt']);
    writeFileSync(path('names'), 'list/d e.txt\n\na.txt\n');
    assert.deepEqual(files('--files-from', 'names').sort(), ['a.txt', 'list/d e.txt']);
    const { stdout } = runCli(path(), ['protect', '--files-from', '-', '--dry-run', '--ndjson'], 'b.txt\0c.md\0');
    assert.equal(stdout.match(/"planned"/g)?.length, 3);
  });

  it('plans without a key: counts by action and reason, writes nothing, not even a home', () => {
    make({ ...FILES, 'share/broken.pdf': '%PDF-1.7\nbroken', 'share/password.docx': 'no package' });
    const { stdout, exitCode } = run('protect', '-r', 'share', '--dry-run');
    assert.match(stdout, /to protect/);
    assert.ok([0, 61].includes(exitCode ?? 1));
    assert.ok(!existsSync(path('home/keys')));
    assert.equal(tree().length, 6);
  });

  it('goes by the rules of the configuration for extensions', () => {
    make({ 'share/a.txt': 'a', 'share/b.vsd': 'b', 'share/c.jpg': 'c', 'share/d': 'd' });
    make({ 'config.json': JSON.stringify({ protection: { '.txt': 'Pfile', VSD: 'Native', jpg: 'Off' } }) });
    const config = ['--config', 'config.json', ...FOR_BOB];
    assert.equal(run('protect', '-r', 'share', '--in-place', ...config).exitCode, 0);
    assert.deepEqual(tree(), ['a.txt.pfile', 'b.pvsd', 'c.jpg', 'd.pfile']);
    make({ 'e.jpg': 'e', 'f.txt': 'f' });
    assert.equal(run('protect', 'e.jpg', ...config).exitCode, 50);
    assert.equal(run('protect', 'f.txt', ...config).stdout, 'Protected f.txt as f.txt.pfile\n');
    assert.equal(run('protect', 'e.jpg', '--pfile', ...config).exitCode, 0, 'an option is stronger');
  });

  it('does not stop for files that fail, unless told to', () => {
    make({ 'share/a.pdf': '%PDF-1.7\nbroken', 'share/b.pdf': '%PDF-1.7\nbroken', 'share/c.txt': 'c' });
    const { exitCode, stderr, stdout } = run('protect', '-r', 'share', '--in-place', '--jobs', '1');
    assert.equal(exitCode, 61);
    assert.match(stderr, /share\/a\.pdf: .*\n.*next: .*\n.*code: /);
    assert.match(stderr, /2 of 3 files failed/);
    assert.match(stdout, /1 {2}protected, 1 bytes\n2 {2}failed: /);
    assert.equal(readFileSync(path('share/a.pdf'), 'utf8'), '%PDF-1.7\nbroken');
    assert.equal(run('protect', '-r', 'share', '--fail-fast').exitCode, 61);
    assert.equal(run('protect', '-r', 'none').exitCode, 61);
  });

  it('ends the whole run for what stands against every file', () => {
    make(FILES);
    const { exitCode, stderr } = run('protect', '-r', 'share', '--template', 'no such');
    assert.equal(exitCode, 50);
    assert.match(stderr, /code: {2}TemplateNotFound/);
    assert.equal(tree().length, 4);
  });

  it('asks for what belongs together', () => {
    make(FILES);
    const wrong = [
      ['protect'],
      ['protect', '-r'],
      ['protect', '-r', '-'],
      ['protect', '-r', 'share', '-o', '-'],
      ['protect', '-r', 'share', '--in-place', '-o', 'x'],
      ['protect', '-r', 'share', '--manifest', 'm'],
      ['protect', '-r', 'share', '--shards', '2'],
      ['protect', '-r', 'share', '--jobs', '0'],
      ['protect', '-r', 'share', '--jobs', '257'],
      ['protect', '-r', 'share', '--dry-run', '--manifest', 'm', '--shards', '10000'],
      ['unprotect', '-r', 'share', '--use-license', 'x'],
    ];
    for (const args of wrong) assert.equal(run(...args).exitCode, 2, args.join(' '));
    assert.equal(tree().length, 4);
  });

  it('protects nothing that the authority needs, however it is named', () => {
    make({ 'share/a.txt': 'a' });
    assert.equal(run('protect', 'share/a.txt', '--in-place').exitCode, 0);
    symlinkSync('home', path('link'));
    const home = (): string[] => (readdirSync(path('home'), { recursive: true }) as string[]).sort();
    const before = home();
    for (const args of [['.'], ['home'], ['link'], ['home/directory.json', 'link/record.ndjson']]) {
      const { exitCode, stdout } = run('protect', '-r', ...args, '--in-place');
      assert.equal(exitCode, 0, args.join(' '));
      assert.match(stdout, /skipped: the authority keeps it/, args.join(' '));
    }
    const single = run('protect', 'link/directory.json', '--in-place');
    assert.deepEqual([single.exitCode, single.stderr.includes('set-passphrase')], [2, true]);
    assert.deepEqual(home(), before);
    assert.equal(run('unprotect', 'share/a.ptxt').exitCode, 0);
  });

  it('takes --jobs, not --threads, which is for single files', () => {
    make(FILES);
    for (const verb of ['protect', 'unprotect']) {
      const { exitCode, stderr } = run(verb, '-r', 'share', '--threads', '2', ...(verb === 'protect' ? FOR_BOB : []));
      assert.equal(exitCode, 2);
      assert.match(stderr, /--threads is for single files[^]*--jobs/);
    }
    assert.equal(tree().length, 4);
  });

  it('continues the run of a journal, and no other', () => {
    make(FILES);
    const job = ['protect', '-r', 'share', '--in-place', '--resume', 'journal', ...FOR_BOB];
    assert.equal(lines(...job).filter(({ status }) => status === 'done').length, 3);
    const before = readFileSync(path('journal'));
    assert.equal(run(...job, '--jobs', '1').exitCode, 0);
    assert.deepEqual(readFileSync(path('journal')), before, 'there was nothing left to do');
    assert.equal(run(...job, '--exclude', 'x').exitCode, 2);
    truncateSync(path('journal'), before.length - 3);
    assert.equal(run(...job).exitCode, 0);
    assert.deepEqual(tree(), ['a.ptxt', 'run.exe', 'sub/b.vsd.pfile', 'sub/deep/c.pjpg']);
    assert.ok(!existsSync(path('journal.lock')));
  });

  it('gives protected files another policy', () => {
    make(FILES);
    assert.equal(run('protect', '-r', 'share', '--in-place', ...FOR_BOB).exitCode, 0);
    const { exitCode, stdout } = run('republish', '-r', 'share', '--in-place', '--to', 'carol@example.com:VIEW');
    assert.equal(exitCode, 0);
    assert.match(stdout, /Republished share\/a\.ptxt\n/);
    assert.match(stdout, /3 {2}republished/);
    assert.equal(run('cat', 'share/a.ptxt', '--as', 'carol@example.com').stdout, 'a');
    assert.equal(run('cat', 'share/a.ptxt', '--as', 'bob@example.com').exitCode, 31);
  });

  it('parts the work among processes that can be run as often as one likes', () => {
    make(FILES);
    const plan = ['protect', '-r', 'share', '--in-place', ...FOR_BOB, '--dry-run', '--manifest', 'm', '--shards', '2'];
    assert.equal(run(...plan).stdout, 'Wrote m/0001.ndjson\nWrote m/0002.ndjson\n');
    const shard = (name: string): string => run('shard', `m/${name}.ndjson`, '--ndjson').stdout;
    const results = (text: string): string[] =>
      text
        .split('\n')
        .filter((line) => line.includes('"file"'))
        .sort();
    const [first, second] = [shard('0001'), shard('0002')];
    assert.equal(results(first).length + results(second).length, 3);
    assert.deepEqual(tree(), ['a.ptxt', 'run.exe', 'sub/b.vsd.pfile', 'sub/deep/c.pjpg']);
    assert.deepEqual(results(shard('0001')), results(first), 'the same results once more');
    assert.equal(run('shard', 'share/run.exe').exitCode, 51);
  });

  it('leaves nothing half done when it is interrupted', async () => {
    make({ 'share/a.txt': 'a' });
    writeFileSync(path('share/large.bin'), '');
    truncateSync(path('share/large.bin'), 400 * MIB);
    const args = ['protect', '-r', 'share', '--in-place', '--resume', 'journal', ...FOR_BOB];
    const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: path(), env: cliEnvironment(path()) });
    const ended = once(child, 'exit');
    for (let tries = 0; tries < 500 && !tree().some((name) => name.includes('.rightsmith-')); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill('SIGINT');
    assert.deepEqual(await ended, [130, null]);
    assert.ok(existsSync(path('share/large.bin')));
    assert.deepEqual(
      tree().filter((name) => name.startsWith('.')),
      [],
    );
    rmSync(path('share/large.bin'));
  });
});
