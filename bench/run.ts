/**
 * Runs benchmarks one after the other, each in a process of its own: `npm run bench`, or `npm run bench -- cipher memory`.
 * With `--write` their tables replace those in docs/reference/performance.md.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { updatePerformancePage } from './support/performance-page.js';

const { values, positionals } = parseArgs({ options: { write: { type: 'boolean' } }, allowPositionals: true });
const all = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && name !== basename(import.meta.filename))
  .map((name) => basename(name, '.ts'));
for (const name of positionals.length > 0 ? positionals : all) {
  console.log(`\n## ${name}`);
  const { printed, ok } = await run(name);
  if (!ok) process.exitCode = 1;
  else if (values.write === true) updatePerformancePage(name, printed);
}

async function run(name: string): Promise<{ readonly printed: string; readonly ok: boolean }> {
  const child = spawn(
    process.execPath,
    ['--import', 'ts-blank-space/register', join(import.meta.dirname, `${name}.ts`)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    printed += part;
    process.stdout.write(part);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { printed, ok: code === 0 };
}
