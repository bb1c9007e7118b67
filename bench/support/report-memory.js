// Loaded into a measured process: writes its peak memory (VmHWM, KiB) to the file named by the environment when it ends.
import { readFileSync, writeFileSync } from 'node:fs';

process.on('exit', () => {
  const [, kibibytes] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  writeFileSync(process.env.PEAK_MEMORY_FILE, kibibytes ?? '');
});
