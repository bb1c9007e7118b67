import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultPoint } from '@rightsmith/bulk';
import { buildPackage } from '../packages/format-ooxml/test/support/build-package.js';
import { runCli, type CliRun } from '../packages/cli/test/support/run-cli.js';
import { useTemporaryFolder } from './support/temporary-folder.js';

const FILES = 2000;
const NAMES = ['report', 'Übersicht', 'a b', '-dash', 'new\nline', "it's", '報告', 'x'.repeat(180)];
const EXTENSIONS = ['.txt', '.bin', '.docx', '', '.jpg', '.vsd', '.XML'];

/** Where the process is killed, each time a little later. */
const KILLS: readonly (readonly [FaultPoint, number])[] = [
  ['plan', 1],
  ['write', 1],
  ['write', 150],
  ['flush', 170],
  ['intent', 40],
  ['rename', 180],
  ['placed', 150],
  ['placed', 160],
  ['journal', 190],
  ['flush', 300],
];

interface Line {
  readonly type: string;
  readonly n: number;
  readonly file?: string;
  readonly result?: { readonly output?: string; readonly sha256?: string; readonly status: string };
}

describe('many files and a process that is killed again and again', () => {
  const path = useTemporaryFolder();

  const run = (args: readonly string[], fault = ''): CliRun =>
    runCli(path(), [...args, '--jobs', '2', '--quiet'], '', { RIGHTSMITH_BULK_FAULT: fault });

  /** Contents by path. */
  async function makeShare(): Promise<Map<string, Buffer>> {
    const files = new Map<string, Buffer>();
    const document = Buffer.from(await buildPackage());
    for (let n = 0; n < FILES; n++) {
      const folder = join('share', `folder ${n % 23}`);
      const extension = EXTENSIONS[n % EXTENSIONS.length] ?? '';
      const file = join(folder, `${NAMES[n % NAMES.length]!}${n}${extension}`);
      const content = extension === '.docx' ? document : Buffer.alloc(200 + ((n * 97) % 4000), `${n} `);
      mkdirSync(path(folder), { recursive: true });
      writeFileSync(path(file), content);
      if (n % 50 === 0) chmodSync(path(file), 0o444);
      files.set(file, content);
    }
    return files;
  }

  const allFiles = (): string[] =>
    readdirSync(path('share'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(path().length + 1));

  function journalLines(name: string): Line[] {
    const text = readFileSync(path(name), 'utf8').trimEnd();
    return text.split('\n').map((line) => JSON.parse(line) as Line);
  }

  /** Every result that the journal tells of is on the disk, as it says, and nothing else is. */
  function checkJournal(name: string): void {
    const results = new Map<number, NonNullable<Line['result']>>();
    const ends = new Map<number, number>();
    for (const { type, n, result } of journalLines(name)) {
      if (result !== undefined) results.set(n, result);
      if (type === 'done') ends.set(n, (ends.get(n) ?? 0) + 1);
    }
    assert.equal(ends.size, FILES);
    assert.ok([...ends.values()].every((times) => times === 1));
    const outputs = [...results.values()].map(({ output }) => output ?? '');
    assert.deepEqual(allFiles().sort(), outputs.sort());
    for (const { output = '', sha256 } of results.values()) {
      assert.equal(
        createHash('sha256')
          .update(readFileSync(path(output)))
          .digest('hex'),
        sha256,
        output,
      );
    }
  }

  it('come out right: each protected once, every byte back, nothing left over', async function () {
    this.timeout(300_000);
    const originals = await makeShare();
    const protect = ['protect', '-r', 'share', '--in-place', '--to', 'bob@example.com:VIEW', '--resume', 'protecting'];
    let killed = 0;
    for (const [point, times] of KILLS) {
      const { exitCode } = run(protect, `${point}:${times}`);
      if (exitCode === null) killed += 1;
    }
    assert.ok(killed >= 9, `killed ${killed} times`);
    const last = run(protect);
    assert.equal(last.exitCode, 0, last.stderr);
    checkJournal('protecting');

    const unprotect = ['unprotect', '-r', 'share', '--in-place', '--resume', 'unprotecting'];
    for (const fault of ['placed:100', 'flush:300']) assert.equal(run(unprotect, fault).exitCode, null);
    assert.equal(run(unprotect).exitCode, 0);
    checkJournal('unprotecting');
    assert.deepEqual(allFiles().sort(), [...originals.keys()].sort());
    for (const [file, content] of originals) assert.ok(readFileSync(path(file)).equals(content), file);
  });
});
