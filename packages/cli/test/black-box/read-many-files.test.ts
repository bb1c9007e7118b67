import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import JSZip from 'jszip';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { cliEnvironment, PROGRAM, runCli, type CliRun } from '../support/run-cli.js';

interface Line {
  readonly file?: string;
  readonly ok?: boolean;
  readonly schema?: number;
  readonly status?: string;
  readonly valid?: boolean;
  readonly reason?: string;
  readonly children?: readonly { readonly name: string; readonly status: string }[];
  readonly error?: { readonly code: string };
  readonly summary?: Readonly<Record<string, unknown>>;
}

describe('rightsmith inspect, status and verify with many files', () => {
  const path = useTemporaryFolder();
  const run = (...args: string[]): CliRun => runCli(path(), args);
  const linesOf = ({ stdout }: CliRun): Line[] =>
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
  /** By file, without what differs from run to run; the summary last. */
  const told = (result: CliRun): { readonly files: Map<string, Line>; readonly summary: Line['summary'] } => {
    const all = linesOf(result);
    const { summary } = all.pop() ?? {};
    return { files: new Map(all.map((line) => [line.file ?? '', line])), summary };
  };

  beforeEach(async () => {
    for (const [name, text] of Object.entries({
      'share/a.txt': 'a',
      'share/sub/b.txt': 'b',
      'share/cache/c.txt': 'c',
    })) {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), text);
    }
    assert.equal(run('protect', 'share/a.txt', 'share/sub/b.txt', '--to', 'bob@example.com:VIEW').exitCode, 0);
    const protectedBytes = readFileSync(path('share/a.ptxt'));
    writeFileSync(path('share/cut.ptxt'), protectedBytes.subarray(0, 100));
    const zip = new JSZip().file('in.ptxt', protectedBytes).file('plain.txt', 'p');
    writeFileSync(path('share/all.zip'), await zip.generateAsync({ type: 'uint8array' }));
    symlinkSync(path('share/a.txt'), path('share/link'));
  });

  it('status answers for each file and counts, and writes nothing', () => {
    const before = readdirSync(path('share'), { recursive: true });
    const result = run('status', '-r', 'share', '--exclude', 'cache', '--ndjson', '--jobs', '2');
    const { files, summary } = told(result);
    assert.equal(result.exitCode, 61);
    assert.deepEqual([files.get('share/a.ptxt')?.status, files.get('share/a.txt')?.status], ['protected', 'plain']);
    assert.equal(files.get('share/cut.ptxt')?.error?.code, 'CorruptFile');
    assert.deepEqual(files.get('share/link'), {
      file: 'share/link',
      action: 'status',
      ok: true,
      status: 'skipped',
      reason: 'link',
    });
    const { elapsedMs, ...counts } = summary ?? {};
    assert.equal(typeof elapsedMs, 'number');
    assert.deepEqual(counts, {
      files: 8,
      found: { protected: 2, plain: 3 },
      failed: 1,
      skipped: { link: 1, excluded: 1 },
      errors: { CorruptFile: 1 },
      complete: true,
    });
    assert.deepEqual(readdirSync(path('share'), { recursive: true }), before);
  });

  it('status exits with 20 where a file is plain, and with 0 where none is', () => {
    assert.equal(run('status', 'share/*.txt').exitCode, 20);
    assert.equal(run('status', '-r', 'share', '--include', '[ab].ptxt').exitCode, 0);
  });

  it('inspect -r looks through folders and into files; --folders-only does not look into them', () => {
    const args = ['inspect', '-r', 'share', '--exclude', 'cut.ptxt'];
    const inside = run(...args, '--json');
    const all = JSON.parse(inside.stdout) as Line[];
    assert.equal(inside.exitCode, 0);
    const zip = all.find(({ file }) => file === 'share/all.zip');
    assert.deepEqual(
      zip?.children?.map(({ name, status }) => [name, status]),
      [
        ['in.ptxt', 'protected'],
        ['plain.txt', 'plain'],
      ],
    );
    assert.equal(zip.schema, 1);
    assert.deepEqual(all.at(-1)?.summary?.['inside'], { files: 2, protected: 1, unreadable: 0 });
    const { files, summary } = told(run(...args, '--folders-only', '--ndjson'));
    assert.deepEqual(
      [files.size, files.get('share/all.zip')?.children, summary?.['inside']],
      [8, undefined, undefined],
    );
    assert.match(run(...args).stdout, /2 {2}files inside them, 1 protected$/m);
  });

  it('inspect tells of several files that are named, as one array', () => {
    const { stdout, exitCode } = run('inspect', 'share/a.ptxt', 'share/a.txt', '--json');
    assert.deepEqual(
      (JSON.parse(stdout) as Line[]).map(({ file, status }) => [file, status]),
      [
        ['share/a.ptxt', 'protected'],
        ['share/a.txt', 'plain'],
      ],
    );
    assert.equal(exitCode, 0);
  });

  it('verify leaves plain files alone, and tells which signature does not hold', () => {
    const changed = readFileSync(path('share/a.ptxt'));
    changed.set(Buffer.from('BOB'), changed.indexOf('<OWNER>') + 20);
    writeFileSync(path('share/sub/changed.ptxt'), changed);
    const result = run('verify', '-r', 'share', '--exclude', 'cut.ptxt', '--ndjson');
    const { files, summary } = told(result);
    assert.equal(result.exitCode, 61);
    assert.equal(files.get('share/a.ptxt')?.valid, true);
    const { error, valid } = files.get('share/sub/changed.ptxt') ?? {};
    assert.deepEqual([error?.code, valid], ['Tampered', false]);
    assert.equal(files.get('share/a.txt')?.reason, 'not-protected');
    assert.deepEqual(summary?.['found'], { verified: 2 });
  });

  it('takes names from a list, and ends with the first failure where that is wanted, though the list goes on', async () => {
    const child = spawn(process.execPath, [PROGRAM, 'status', '--files-from', '-', '--fail-fast', '--ndjson'], {
      cwd: path(),
      env: cliEnvironment(path()),
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stdin.write('share/a.ptxt\nshare/cut.ptxt\n');
    const [exitCode] = (await once(child, 'close')) as [number];
    assert.equal(exitCode, 61);
    const { files, summary } = told({ stdout } as CliRun);
    assert.deepEqual([...files.keys()].sort(), ['share/a.ptxt', 'share/cut.ptxt']);
    assert.deepEqual([summary?.['failed'], summary?.['complete']], [1, false]);
  });

  it('reads names with line feeds in a list with zero bytes, and refuses what is no list', () => {
    writeFileSync(path('share/new\nline.txt'), 'n');
    const listed = runCli(path(), ['status', '--files-from', '-', '--ndjson'], 'share/new\nline.txt\0share/a.ptxt\0');
    assert.deepEqual([...told(listed).files.keys()].sort(), ['share/a.ptxt', 'share/new\nline.txt']);
    assert.equal(runCli(path(), ['status', '--files-from', '-'], 'x'.repeat(200_000)).exitCode, 2);
    assert.equal(run('status', '--files-from', 'gone').exitCode, 60);
  });

  it('refuses what is for single files, and folders nobody wants looked through', () => {
    const cases: readonly (readonly [exitCode: number, code: string, ...args: string[]])[] = [
      [2, 'UsageError', 'inspect', '-r', 'share', '--license', 'out/'],
      [2, 'UsageError', 'inspect', '-r', 'share', '--trace'],
      [2, 'UsageError', 'status', '-', '--jobs', '2'],
      [2, 'UsageError', 'verify', 'share', '-r', '--jobs', '0'],
      [2, 'UsageError', 'status'],
    ];
    for (const [exitCode, code, ...args] of cases) {
      const result = run(...args, '--json');
      const { error } = JSON.parse(result.stdout) as Line;
      assert.deepEqual([result.exitCode, error?.code], [exitCode, code], args.join(' '));
    }
    const { exitCode, stderr } = run('status', 'share');
    assert.equal(exitCode, 60);
    assert.match(stderr, /Say --recursive/);
  });
});
