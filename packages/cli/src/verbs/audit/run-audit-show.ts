import type { RecordEntry } from '@rightsmith/authority';
import type { JobContext } from '../../job/job-context.js';
import type { AuditShowJob } from '../../job/rights-jobs.js';
import type { Outcome } from '../../job/outcome.js';
import { visible } from '../../render/visible.js';

/** Prints the record of the embedded authority, or of a service's database. */
export async function runAuditShow(job: AuditShowJob, { wiring }: JobContext): Promise<Outcome> {
  const { who, contentId } = job;
  const authority = await wiring.recordedAuthority();
  const reading = authority.readRecord({
    ...(who !== undefined && { who }),
    ...(contentId !== undefined && { contentId }),
  });
  const entries: RecordEntry[] = [];
  for await (const entry of reading) entries.push(entry);
  const { damagedLines } = reading;
  return { result: { ok: true, entries, damagedLines }, text: entries.map(entryText).join('\n'), warnings: [] };
}

function entryText(entry: RecordEntry): string {
  const { time, action, contentId, who, onBehalfOf, purpose, rights, reason, superUser = false } = entry;
  const details = [
    purpose === undefined ? '' : ` to ${purpose}`,
    onBehalfOf === undefined ? '' : ` for ${onBehalfOf}`,
    rights === undefined ? '' : `: ${rights.join(', ')}`,
    reason === undefined ? '' : `: ${reason}`,
    superUser ? ' as super user' : '',
  ];
  return `${time}  ${action.padEnd(9)}  ${visible(contentId)}  ${visible(who)}${visible(details.join(''))}`;
}
