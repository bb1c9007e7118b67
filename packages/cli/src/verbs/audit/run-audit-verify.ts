import type { RecordReport } from '@rightsmith/authority';
import { Tampered } from '@rightsmith/core';
import type { JobContext } from '../../job/job-context.js';
import type { AuditVerifyJob } from '../../job/rights-jobs.js';
import { failedOutcome, type Outcome } from '../../job/outcome.js';
import { factsText } from '../../render/facts-text.js';

/** Checks the chain of the record of the embedded authority, or of a service's database. */
export async function runAuditVerify({ expect }: AuditVerifyJob, { wiring }: JobContext): Promise<Outcome> {
  const report = await (await wiring.recordedAuthority()).verifyRecord(expect);
  const text = reportText(report);
  if (report.valid) return { result: { ok: true, ...report }, text, warnings: [] };
  const failed = failedOutcome('record', brokenChain(report));
  return { ...failed, result: { ...failed.result, ...report }, text };
}

function brokenChain({ problems }: RecordReport): Tampered {
  const [first] = problems;
  const place = first?.line === undefined ? 'at its end' : `at line ${first.line}`;
  return new Tampered(`The record was changed after it was written (${place}: ${first?.problem ?? 'unknown'}).`, {
    where: { structure: 'record' },
    hint: 'Compare it with a copy from before. What was written before that line still holds.',
  });
}

function reportText({ valid, entries, unchained, damagedLines, forks, last }: RecordReport): string {
  return factsText([
    ['Record', recordText(valid, entries)],
    ['Entries', String(entries)],
    ...(unchained === 0 ? [] : [['From before the chain', String(unchained)] as const]),
    ...(damagedLines === 0 ? [] : [['Cut short', String(damagedLines)] as const]),
    ...(forks === 0 ? [] : [['At the same moment', String(forks)] as const]),
    ...(last === undefined ? [] : [['Last hash', last] as const]),
  ]);
}

/** Of what is empty nobody should hear that it is as it was: the folder may be the wrong one. */
function recordText(valid: boolean, entries: number): string {
  if (!valid) return 'changed';
  return entries === 0 ? 'empty: there is nothing to check' : 'as it was written';
}
