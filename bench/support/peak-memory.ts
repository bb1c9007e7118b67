import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Peak memory (VmHWM) in MiB of a Node process with these arguments. @throws when the process fails */
export function peakMemory(args: readonly string[], stdin: 'ignore' | number = 'ignore'): number {
  const folder = mkdtempSync(join(tmpdir(), 'rightsmith-bench-'));
  try {
    const report = join(folder, 'peak');
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', join(import.meta.dirname, 'report-memory.js'), ...args],
      { env: { ...process.env, PEAK_MEMORY_FILE: report }, stdio: [stdin, 'ignore', 'pipe'], encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`node ${args.join(' ')} failed: ${stderr}`);
    return Number(readFileSync(report, 'utf8')) / 1024;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
