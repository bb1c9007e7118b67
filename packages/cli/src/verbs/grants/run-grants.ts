import { NotProtected } from '@rightsmith/core';
import type { JobContext } from '../../job/job-context.js';
import type { GrantsJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { readFiles } from '../../job/read-files.js';
import { timeText } from '../../render/time-text.js';
import { visible } from '../../render/visible.js';
import { documentAccesses, type Access } from './document-accesses.js';

/** Tells who was granted or denied access to a file. */
export async function* runGrants(job: GrantsJob, context: JobContext): AsyncGenerator<Outcome, void, void> {
  const { wiring, clock, signal } = context;
  const engine = await wiring.keylessEngine();
  yield* readFiles(job, context, async ({ file, source, name }) => {
    const { license } = await engine.inspect(source, { name, signal });
    if (license === undefined) throw new NotProtected('The file is not protected.');
    const { contentId, owner, entries, damaged } = await documentAccesses(license, job.superUser ?? false, context);
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
      text: [visible(file), ...accessLines(entries, clock.now()), ...damageLines(damaged)].join('\n'),
      warnings: [],
    };
  });
}

/** What the entry says besides content and owner, which all have in common. */
function accessJson({ time, action, who, rights, reason, superUser }: Access): object {
  return { time, action, who, rights, reason, superUser };
}

function accessLines(entries: readonly Access[], now: number): string[] {
  if (entries.length === 0) return ['  Nobody has asked to open it.'];
  return entries.map(({ time, action, who, rights = [], reason = '', superUser = false }) => {
    const answer = action === 'grant' ? `granted ${rights.join(', ')}` : `denied (${reason})`;
    return `  ${timeText(time, now)}  ${visible(who)}: ${visible(answer)}${superUser ? ' as super user' : ''}`;
  });
}

function damageLines(count: number): string[] {
  return count === 0 ? [] : [`  Lines of the record that cannot be read: ${count}.`];
}
