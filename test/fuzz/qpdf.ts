import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What qpdf makes of a file. */
export interface Verdict {
  /** 0 nothing to say, 1 warnings, 2 errors. */
  readonly severity: number;
  /** All objects it reaches from the trailer, with their streams as stored; header and identifier are left out. */
  readonly objects: string;
  readonly warnings: string;
}

/**
 * Reads `READ NUMBER` and `CHECK NUMBER`, runs qpdf on the file of that number, and answers with its status. A shell starts it in
 * a tenth of the time that a process as large as Node takes.
 */
const SHELL = `
while read -r job number; do
  case $job in
    READ) qpdf --qdf --stream-data=preserve --object-streams=disable --static-id --no-original-object-ids \
      $number.pdf $number.out 2>$number.err ;;
    CHECK) qpdf --check $number.pdf >/dev/null 2>$number.err ;;
  esac
  echo $?
done`;

/** qpdf at work in a folder of its own, on several files at the same time. */
export class Qpdf {
  readonly #lanes: number;
  readonly #shells: Shell[] = [];
  #folder: string | undefined;
  #files = 0;

  constructor(lanes: number) {
    this.#lanes = lanes;
  }

  async read(file: Uint8Array): Promise<Verdict> {
    const { path, severity, warnings } = await this.#run('READ', file);
    const output = existsSync(`${path}.out`) ? readFileSync(`${path}.out`, 'latin1') : '';
    rmSync(`${path}.out`, { force: true });
    const trailer = output.lastIndexOf('\ntrailer <<');
    const body = output.slice(0, trailer).replace(/^%PDF-\d\.\d/, '');
    const end = output
      .slice(trailer)
      .replace(/\/ID \[.*\]/, '')
      // Its names for junk in the trailer, and a size that was missing: the trailer is written anew from what parsed.
      .replaceAll(/^ {2}\/(?:Size \d+|QPDFFake\d+ .*)\n/gm, '');
    return { severity, objects: body + end, warnings };
  }

  async check(file: Uint8Array): Promise<number> {
    return (await this.#run('CHECK', file)).severity;
  }

  async #run(
    job: 'READ' | 'CHECK',
    file: Uint8Array,
  ): Promise<{ readonly path: string; readonly severity: number; readonly warnings: string }> {
    const folder = (this.#folder ??= temporaryFolder());
    const number = this.#files++;
    const path = join(folder, String(number));
    writeFileSync(`${path}.pdf`, file);
    const status = await (this.#shells[number % this.#lanes] ??= new Shell(folder)).ask(`${job} ${number}`);
    const warnings = readFileSync(`${path}.err`, 'latin1');
    rmSync(`${path}.pdf`);
    rmSync(`${path}.err`);
    return { path, severity: status === '0' ? 0 : status === '3' ? 1 : 2, warnings };
  }
}

/** Answers one line with one line, in order. */
class Shell {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting: ((answer: string) => void)[] = [];

  constructor(folder: string) {
    this.#process = spawn('sh', ['-c', SHELL], { cwd: folder, stdio: 'pipe' });
    // By then the parent of this process has its results.
    process.once('disconnect', () => {
      this.#process.stdin.end();
    });
    createInterface(this.#process.stdout).on('line', (answer) => this.#waiting.shift()?.(answer));
  }

  ask(question: string): Promise<string> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#process.stdin.write(`${question}\n`);
    });
  }
}

/** In memory, where that is possible. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'rightsmith-qpdf-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
