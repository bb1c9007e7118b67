/** How long the built command line takes to start, against Node doing nothing. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareInRounds } from './support/rounds.js';
import { printDurations } from './support/table.js';

const ROUNDS = Number(process.argv[2] ?? 9);
const STARTS = 5;
const COMMAND = join(import.meta.dirname, '../packages/cli/bin/rightsmith.js');
const folder = mkdtempSync(join(tmpdir(), 'rightsmith-bench-'));
try {
  process.env['RIGHTSMITH_HOME'] = join(folder, 'home');
  writeFileSync(join(folder, 'a.txt'), 'text');
  execFileSync(process.execPath, [COMMAND, 'protect', join(folder, 'a.txt')]);
  const starts =
    (...args: readonly string[]) =>
    (): number => {
      for (let start = 0; start < STARTS; start++) execFileSync(process.execPath, args, { stdio: 'pipe' });
      return STARTS;
    };
  printDurations(
    'Starts of the command line',
    await compareInRounds(
      {
        'node -e 0': starts('-e', '0'),
        'rightsmith --version': starts(COMMAND, '--version'),
        'rightsmith inspect': starts(COMMAND, 'inspect', join(folder, 'a.ptxt')),
        'rightsmith status': starts(COMMAND, 'status', join(folder, 'a.ptxt')),
      },
      ROUNDS,
    ),
    { 'rightsmith --version': { atMost: 1.6 }, 'rightsmith inspect': { atMost: 4 } },
  );
} finally {
  rmSync(folder, { recursive: true });
}
