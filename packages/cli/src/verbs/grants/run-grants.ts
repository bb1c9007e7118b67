import type { DocumentAccess } from '@rightsmith/core';
import { administerFiles } from '../../job/administer-files.js';
import type { JobContext } from '../../job/job-context.js';
import type { GrantsJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { timeText } from '../../render/time-text.js';
import { visible } from '../../render/visible.js';

/** Tells who was granted or denied access to a file. */
export async function* runGrants(job: GrantsJob, context: JobContext): AsyncGenerator<Outcome, void, void> {
  yield* administerFiles(job, context, async ({ file, license, administration, options, call }) => {
    const found = await administration.documentAccesses(license, options, call);
    const { contentId, owner, accesses } = found;
    const entries: DocumentAccess[] = [];
    for await (const entry of accesses) entries.push(entry);
    const { damaged } = accesses;
    return {
      result: {
        file,
        ok: true,
        contentId,
        ...(owner !== undefined && { owner }),
        accesses: entries.map(accessJson),
        damagedLines: damaged,
        warnings: [],
      },
      text: [visible(file), ...accessLines(entries, context.clock.now()), ...damageLines(damaged)].join('\n'),
      warnings: [],
    };
  });
}

/** What the entry says besides content and owner, which all have in common. */
function accessJson({ time, action, who, rights, reason, superUser }: DocumentAccess): object {
  return { time, action, who, rights, reason, superUser };
}

function accessLines(entries: readonly DocumentAccess[], now: number): string[] {
  if (entries.length === 0) return ['  Nobody has asked to open it.'];
  return entries.map(({ time, action, who, rights = [], reason = '', superUser = false }) => {
    const answer = action === 'grant' ? `granted ${rights.join(', ')}` : `denied (${reason})`;
    return `  ${timeText(time, now)}  ${visible(who)}: ${visible(answer)}${superUser ? ' as super user' : ''}`;
  });
}

function damageLines(count: number): string[] {
  return count === 0 ? [] : [`  Lines of the record that cannot be read: ${count}.`];
}
