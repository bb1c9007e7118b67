import { SKIP_REASONS, type Finding, type ReadProgress, type SkipReason } from '@rightsmith/bulk';
import { STATUS_TEXTS } from '../render/status-texts.js';
import { countTable, durationText } from './bulk-texts.js';
import type { ReadingSummary } from './reading-job.js';

/** How findings are told of, in the order of the table. */
const FOUND: Readonly<Record<Finding, string>> = { ...STATUS_TEXTS, verified: 'verified: every signature holds' };

/** The table after the last file: how many were found to be what, and why some were not looked at. */
export function readingSummaryText(summary: ReadingSummary): string {
  const { files, found, skipped, errors, failed, complete, elapsedMs, inside } = summary;
  return countTable([
    ...Object.entries(FOUND).flatMap(([finding, what]) => {
      const count = found[finding as Finding];
      return count === undefined ? [] : [[count, what] as const];
    }),
    ...Object.entries(skipped).map(
      ([reason, count]) => [count, `skipped: ${SKIP_REASONS[reason as SkipReason]}`] as const,
    ),
    ...Object.entries(errors).map(([code, count]) => [count, `failed: ${code}`] as const),
    [
      files,
      `files in ${durationText(elapsedMs)}${failed > 0 ? `, ${failed} of them failed` : ''}${complete ? '' : '; others were not looked at'}`,
    ],
    ...(inside === undefined
      ? []
      : [[inside.files, `files inside them, ${inside.protected} protected${unreadableText(inside)}`] as const]),
  ]);
}

function unreadableText({ unreadable }: { readonly unreadable: number }): string {
  return unreadable === 0 ? '' : `, ${unreadable} not readable`;
}

/** `1234 files  310 files/s`. */
export function readingProgressText({ filesDone, failed, elapsedMs }: ReadProgress): string {
  return [
    `${filesDone} files`,
    `${((filesDone / Math.max(1, elapsedMs)) * 1000).toFixed(0)} files/s`,
    ...(failed > 0 ? [`${failed} failed`] : []),
  ].join('  ');
}
