/**
 * Runs benchmarks one after the other, each in a process of its own: `npm run bench`, or `npm run bench -- cipher memory`.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

const all = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && name !== basename(import.meta.filename))
  .map((name) => basename(name, '.ts'));
const chosen = process.argv.slice(2);
for (const name of chosen.length > 0 ? chosen : all) {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(
    process.execPath,
    ['--import', 'ts-blank-space/register', join(import.meta.dirname, `${name}.ts`)],
    { stdio: 'inherit' },
  );
  if (status !== 0) process.exitCode = 1;
}
