import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, openSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { cliEnvironment, PROGRAM, runCli, type CliRun } from '../support/run-cli.js';

describe('the manners of rightsmith', () => {
  const path = useTemporaryFolder();
  const run = (...args: string[]): CliRun => runCli(path(), args);
  const names = (): string[] => readdirSync(path()).filter((name) => name !== 'home');

  it('tells version and help on standard output', () => {
    assert.match(run('--version').stdout, /^\d+\.\d+\.\d+\n$/);
    assert.equal(run('--version').stdout, run('--version', '--quiet').stdout);
    assert.match(run('--help').stdout, /^Usage: rightsmith /);
    assert.match(run('help', 'authority', 'show').stdout, /authority/);
  });

  const wrong: readonly (readonly string[])[] = [
    [],
    ['nonsense'],
    ['republish', 'a'],
    ['templates'],
    ['serve'],
    ['protect'],
  ];
  for (const args of wrong) {
    it(`ends with 2 and one helpful error: rightsmith ${args.join(' ')}`, () => {
      const { exitCode, stdout, stderr } = run(...args);
      assert.deepEqual([exitCode, stdout], [2, '']);
      assert.match(stderr, /^rightsmith: .+\.\n {2}next: {2}.+\n {2}code: {2}UsageError \(exit 2\)\n$/);
    });
  }

  it('names the help of the verb that made no sense as it was called', () => {
    writeFileSync(path('a.txt'), 'text');
    assert.match(run('status', 'a.txt', '--filename', 'b').stderr, /See rightsmith status --help\./);
    assert.match(
      run('protect', 'a.txt', '--do-not-forward', '--encrypt-only', '--json').stdout,
      /"hint": "See rightsmith protect --help\."/,
    );
  });

  it('holds nothing but JSON on standard output in JSON mode, errors included', () => {
    writeFileSync(path('a.txt'), 'text');
    const cases: readonly (readonly [readonly string[], number])[] = [
      [['protect', 'a.txt'], 0],
      [['protect', 'a.txt'], 60],
      [['protect', 'none'], 60],
      [['status', 'a.txt', 'a.ptxt'], 20],
      [['protect', 'a.txt', '-o', '-'], 2],
      [['protect', '-'], 2],
      [['cat', 'a.ptxt'], 2],
      [['nonsense'], 2],
      [['doctor', '--profile', 'none'], 2],
    ];
    for (const [args, exitCode] of cases) {
      const result = run(...args, '--json');
      assert.equal(result.exitCode, exitCode, args.join(' '));
      assert.equal(result.stderr, '');
      const value: unknown = JSON.parse(result.stdout);
      assert.equal(Array.isArray(value), args.includes('a.txt') && args.includes('a.ptxt'), args.join(' '));
    }
    const lines = run('status', 'a.txt', 'a.ptxt', '--ndjson').stdout.trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => (JSON.parse(line) as { file: string }).file),
      ['a.txt', 'a.ptxt'],
    );
  });

  it('lets no file name steer the terminal', () => {
    const { stderr } = run('status', 'a\u001b[2J\u202e.txt');
    assert.doesNotMatch(stderr.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
    assert.match(stderr, /a\\u\{1b\}\[2J/);
  });

  it('ends quietly when the reader of standard output has read enough', () => {
    writeFileSync(path('a.bin'), new Uint8Array(8_000_000));
    run('protect', 'a.bin');
    const command = `"${process.execPath}" "${PROGRAM}" cat a.bin.pfile | head -c 10`;
    const result = spawnSync('bash', ['-o', 'pipefail', '-c', command], { cwd: path(), env: cliEnvironment(path()) });
    assert.deepEqual([result.status, result.stdout.length, result.stderr.toString()], [0, 10, '']);
  });

  it('stops looking when nobody reads any more what it finds', () => {
    writeFileSync(path('a.txt'), '');
    run('protect', 'a.txt');
    const entry = { time: '2026-01-01T00:00:00.000Z', action: 'publish', contentId: 'x', who: 'a@example.com' };
    writeFileSync(path('home/record.ndjson'), `${JSON.stringify(entry)}\n`.repeat(5000));
    for (const command of ['yes a.txt | P status --files-from - --ndjson', 'true | P audit show']) {
      const program = `"${process.execPath}" "${PROGRAM}"`;
      const piped = `${command.replace('P', program)} | head -n 1; echo "\${PIPESTATUS[1]}"`;
      const options = { cwd: path(), env: cliEnvironment(path()), timeout: 60_000 };
      const { stdout, stderr } = spawnSync('bash', ['-c', piped], options);
      assert.deepEqual([stdout.toString().split('\n')[1], stderr.toString()], ['0', ''], command);
    }
  });

  it('tells it when standard output cannot be written', function () {
    if (!existsSync('/dev/full')) this.skip(); // nothing else here refuses every write
    const stdio = ['ignore', openSync('/dev/full', 'w'), 'pipe'] as const;
    const result = spawnSync(process.execPath, [PROGRAM, 'formats'], {
      stdio: [...stdio],
      env: cliEnvironment(path()),
    });
    assert.equal(result.status, 60);
    assert.match(result.stderr.toString(), /CannotWrite/);
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`ends with 130 on ${signal} and leaves no trace`, async () => {
      writeFileSync(path('big.bin'), '');
      truncateSync(path('big.bin'), 4 * 2 ** 30);
      const child = spawn(process.execPath, [PROGRAM, 'protect', 'big.bin'], {
        cwd: path(),
        env: cliEnvironment(path()),
      });
      const ended = once(child, 'exit');
      while (names().length === 1) await wait(5);
      child.kill(signal);
      assert.deepEqual(await ended, [130, null]);
      assert.deepEqual(names(), ['big.bin']);
    });
  }

  it('ends with 130 while it waits for standard input', async () => {
    const args = [PROGRAM, 'protect', '-', '--verbose', '-o', 'x'];
    const child = spawn(process.execPath, args, { cwd: path(), env: cliEnvironment(path()) });
    const ended = once(child, 'exit');
    while (!existsSync(path('home/authority.json'))) await wait(5);
    child.kill('SIGINT');
    assert.deepEqual(await ended, [130, null]);
    assert.deepEqual(names(), []);
  });

  it('loads for a verb only what the verb needs', () => {
    writeFileSync(path('a.txt'), 'text');
    const hooks = new URL('../support/tell-imports.js', import.meta.url).href;
    const loaded = (...args: string[]): string =>
      spawnSync(process.execPath, ['--import', hooks, PROGRAM, ...args], {
        cwd: path(),
        env: cliEnvironment(path()),
        encoding: 'utf8',
      }).stderr;
    for (const args of [['inspect', 'a.txt'], ['status', 'a.txt'], ['verify', 'a.txt'], ['formats'], ['--help']]) {
      assert.match(loaded(...args), /import .*commander/, args.join(' '));
      assert.doesNotMatch(
        loaded(...args),
        /import .*(authority\/dist\/(?!home\/default-home)|inversify|zod|format-pdf\/dist\/xref\/document)/,
        args.join(' '),
      );
    }
    assert.doesNotMatch(loaded('--version'), /import .*(commander|core\/dist)/);
  });
});
