import type { RecordEntry } from '@rightsmith/authority';
import { throwIfAborted } from '@rightsmith/core';
import type { JobContext } from '../../job/job-context.js';
import type { AuditShowJob } from '../../job/rights-jobs.js';
import type { Outcome } from '../../job/outcome.js';
import { visible } from '../../render/visible.js';

/** Prints the record of the embedded authority, or of a service's database: one outcome an entry, then one for all. */
export async function* runAuditShow(
  job: AuditShowJob,
  { wiring, signal }: JobContext,
): AsyncGenerator<Outcome, void, void> {
  const { who, contentId } = job;
  const authority = await wiring.recordedAuthority();
  const reading = authority.readRecord({
    ...(who !== undefined && { who }),
    ...(contentId !== undefined && { contentId }),
  });
  let entries = 0;
  for await (const entry of reading) {
    throwIfAborted(signal);
    entries += 1;
    yield { result: entryJson(entry), text: entryText(entry), warnings: [] };
  }
  const { damagedLines } = reading;
  const text = damagedLines === 0 ? '' : `Lines of the record that cannot be read: ${damagedLines}.`;
  yield { result: { summary: { entries, damagedLines } }, text, warnings: [], isSummary: true };
}

/** Without the content id where it is about no document. */
function entryJson({ contentId, ...others }: RecordEntry): object {
  const { time, action, ...more } = others;
  return { time, action, ...(contentId !== '' && { contentId }), ...more };
}

function entryText(entry: RecordEntry): string {
  const { time, action, contentId, who, subject, onBehalfOf, purpose, rights, reason, superUser = false } = entry;
  const details = [
    subject === undefined ? '' : `: ${subject}`,
    purpose === undefined ? '' : ` to ${purpose}`,
    onBehalfOf === undefined ? '' : ` for ${onBehalfOf}`,
    rights === undefined ? '' : `: ${rights.join(', ')}`,
    reason === undefined ? '' : `: ${reason}`,
    superUser ? ' as super user' : '',
  ];
  const content = contentId === '' ? '' : `${visible(contentId)}  `;
  return `${time}  ${action.padEnd(9)}  ${content}${visible(who)}${visible(details.join(''))}`;
}
