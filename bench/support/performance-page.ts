import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = join(import.meta.dirname, '../../docs/reference/performance.md');

/** Replaces what a benchmark printed the last time in docs/reference/performance.md; one that has no place yet gets a section at the end. */
export function updatePerformancePage(bench: string, printed: string): void {
  const page = readFileSync(PAGE, 'utf8');
  const opening = `<!-- bench ${bench} -->`;
  const closing = `<!-- end of bench ${bench} -->`;
  const block = `${opening}\n\n${printed.trim()}\n\n${closing}`;
  const start = page.indexOf(opening);
  const end = page.indexOf(closing);
  const updated =
    start < 0 || end < start
      ? `${page.trimEnd()}\n\n## ${bench}\n\n\`npm run bench -- ${bench}\`\n\n${block}\n`
      : page.slice(0, start) + block + page.slice(end + closing.length);
  writeFileSync(PAGE, updated);
}
