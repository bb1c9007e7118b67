import {
  SKIP_REASONS,
  type BulkProgress,
  type BulkSummary,
  type BulkVerb,
  type FileResult,
  type SkipReason,
} from '@rightsmith/bulk';
import { amountText } from '../render/progress-text.js';
import { visible } from '../render/visible.js';

/** How verbs are told of. */
const DONE: Readonly<Record<BulkVerb, string>> = {
  protect: 'Protected',
  unprotect: 'Unprotected',
  republish: 'Republished',
};

/** One line about a file that was worked on; what was skipped is only counted, for there may be a hundred thousand. */
export function resultText({ action, file, status, output = file }: FileResult): string {
  if (status !== 'done') return '';
  return output === file
    ? `${DONE[action]} ${visible(file)}`
    : `${DONE[action]} ${visible(file)} as ${visible(output)}`;
}

/** The table after the last file: how many came to what, and why. */
export function summaryText(summary: BulkSummary, verb: BulkVerb): string {
  const { files, done, planned, failed, skipped, errors, left, bytes, elapsedMs } = summary;
  return countTable([
    ...(planned > 0 ? [[planned, `to ${verb}, ${amountText(bytes)}`] as const] : []),
    ...(planned === 0 ? [[done, `${DONE[verb].toLowerCase()}, ${amountText(bytes)}`] as const] : []),
    ...Object.entries(skipped).map(
      ([reason, count]) => [count, `skipped: ${SKIP_REASONS[reason as SkipReason]}`] as const,
    ),
    ...Object.entries(errors).map(
      ([code, count]) => [count, `${planned > 0 ? 'would fail' : 'failed'}: ${code}`] as const,
    ),
    ...(left > 0 ? [[left, 'not begun'] as const] : []),
    [files, `files in ${durationText(elapsedMs)}${failed > 0 ? `, ${failed} of them failed` : ''}`],
  ]);
}

/** Lines of counts, and what they count, one below the other. */
export function countTable(rows: readonly (readonly [count: number, what: string])[]): string {
  const width = Math.max(...rows.map(([count]) => String(count).length));
  return rows.map(([count, what]) => `${String(count).padStart(width)}  ${what}`).join('\n');
}

/** `1234 of 10000 files  45 MB/s  310 files/s  1:05 left`. */
export function bulkProgressText(progress: BulkProgress): string {
  const { files, filesDone, bytesDone, failed, elapsedMs, remainingMs } = progress;
  const perSecond = (amount: number): number => (amount / Math.max(1, elapsedMs)) * 1000;
  return [
    `${filesDone} of ${files} files`,
    `${amountText(perSecond(bytesDone))}/s`,
    `${perSecond(filesDone).toFixed(0)} files/s`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(remainingMs === undefined ? [] : [`${durationText(remainingMs)} left`]),
  ].join('  ');
}

/** `12 s`, `3:05`, `1:02:03`. */
export function durationText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (seconds < 60) return `${seconds} s`;
  const [first = 0, ...rest] = parts[0] === 0 ? parts.slice(1) : parts;
  return [String(first), ...rest.map((part) => String(part).padStart(2, '0'))].join(':');
}
