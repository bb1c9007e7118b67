// The long form of test/bulk-faults.test.ts: `npm run bulk-faults -- [--files 100000] [--kills 10] [--seed 1] [--large-mib 200] [--folder DIR]`.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { FaultPoint } from '@rightsmith/bulk';
import { hashesOf, judgeJournal, judgeShare } from './judge-share.js';
import { runAndKill, type Kill } from './kill-runs.js';
import { makeShare, type Share } from './make-share.js';

const POINTS: readonly FaultPoint[] = ['plan', 'write', 'flush', 'intent', 'rename', 'placed', 'journal'];

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '100000' },
    kills: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1e6) },
    'large-mib': { type: 'string', default: '200' },
    folder: { type: 'string', default: tmpdir() },
  },
});
const [files, kills, seed] = [Number(values.files), Number(values.kills), Number(values.seed)];
mkdirSync(values.folder, { recursive: true });
const work = mkdtempSync(join(resolve(values.folder), 'rightsmith-faults-'));
const share = join(work, 'share');

/** The kills of a run in the order of its way; those within it spread over all files. */
function spreadKills(perPoint: number): readonly Kill[] {
  const later = POINTS.filter((point) => point !== 'plan');
  const all = perPoint * (later.length + 1);
  const times = (): number => 1 + Math.floor(Math.random() * (files / (all + 1)));
  const rounds = Array.from({ length: perPoint }, () => [
    ...later.map((point): Kill => ({ point, times: times() })),
    { afterMs: 500 + Math.random() * 3000 },
  ]);
  return [...Array.from({ length: perPoint }, (): Kill => ({ point: 'plan', times: 1 })), ...rounds.flat()];
}

/** Runs the program until it ends by itself, killed on the way; tells how often. */
async function runKilled(args: readonly string[], planned: readonly Kill[]): Promise<string> {
  const counts = new Map<string, number>();
  for (const kill of planned) {
    const { exitCode } = await runAndKill(work, args, kill);
    const name = 'point' in kill ? kill.point : 'at random';
    if (exitCode === undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const { exitCode, stderr } = await runAndKill(work, args);
  if (exitCode !== 0 && exitCode !== 61) throw new Error(`It ended with ${exitCode ?? 'a kill'}: ${stderr}`);
  return [...counts].map(([name, times]) => `${name} ${times}`).join(', ');
}

const seconds = (start: number): string => `${Math.round((performance.now() - start) / 1000)} s`;

async function main(): Promise<void> {
  let start = performance.now();
  const originals: Share = await makeShare({
    folder: share,
    files,
    seed,
    largeBytes: Number(values['large-mib']) * 2 ** 20,
  });
  console.log(`seed ${seed}: ${originals.size} files made in ${seconds(start)}`);

  start = performance.now();
  const common = ['--in-place', '--quiet', '--resume'];
  const protect = ['protect', '-r', 'share', '--to', 'bob@example.com:VIEW', ...common, 'protecting'];
  const killedProtecting = await runKilled(protect, spreadKills(kills));
  const guarded = await judgeJournal(join(work, 'protecting'), share, hashesOf(originals));
  console.log(`protected in ${seconds(start)}; killed at ${killedProtecting}; ${JSON.stringify(guarded)}`);

  start = performance.now();
  const unprotect = ['unprotect', '-r', 'share', ...common, 'unprotecting'];
  const killedUnprotecting = await runKilled(unprotect, spreadKills(Math.ceil(kills / 5)));
  await judgeShare(share, originals);
  const journal = readFileSync(join(work, 'unprotecting'), 'utf8').split('\n').length;
  console.log(
    `unprotected in ${seconds(start)}; killed at ${killedUnprotecting}; every byte is back; ${journal} lines`,
  );
}

try {
  await main();
  rmSync(work, { recursive: true, force: true });
} catch (error) {
  console.error(error);
  console.error(`What is left is in ${work}.`);
  process.exitCode = 1;
}
