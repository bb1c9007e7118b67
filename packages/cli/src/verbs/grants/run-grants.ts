import type { RecordEntry } from '@rightsmith/authority';
import { NotProtected } from '@rightsmith/core';
import type { JobContext } from '../../job/job-context.js';
import type { GrantsJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { readFiles } from '../../job/read-files.js';
import { timeText } from '../../render/time-text.js';
import { visible } from '../../render/visible.js';

/** Tells who was granted or denied access to a file. */
export async function* runGrants(job: GrantsJob, context: JobContext): AsyncGenerator<Outcome, void, void> {
  const { wiring, clock, signal } = context;
  const engine = await wiring.keylessEngine();
  yield* readFiles(job, context, async ({ file, source, name }) => {
    const { license } = await engine.inspect(source, { name, signal });
    if (license === undefined) throw new NotProtected('The file is not protected.');
    const [authority, { as }] = [await wiring.authority(), await wiring.settings()];
    const options = { superUser: job.superUser ?? false };
    const { contentId, owner, accesses } = await authority.documentRecord(license, as.value, options);
    const entries: RecordEntry[] = [];
    for await (const entry of accesses) entries.push(entry);
    return {
      result: {
        file,
        ok: true,
        contentId,
        ...(owner !== undefined && { owner }),
        accesses: entries.map(accessJson),
        damagedLines: accesses.damagedLines,
        warnings: [],
      },
      text: [visible(file), ...accessLines(entries, clock.now()), ...damageLines(accesses.damagedLines)].join('\n'),
      warnings: [],
    };
  });
}

/** What the entry says besides content and owner, which all have in common. */
function accessJson({ time, action, who, rights, reason, superUser }: RecordEntry): object {
  return { time, action, who, rights, reason, superUser };
}

function accessLines(entries: readonly RecordEntry[], now: number): string[] {
  if (entries.length === 0) return ['  Nobody has asked to open it.'];
  return entries.map(({ time, action, who, rights = [], reason = '', superUser = false }) => {
    const answer = action === 'grant' ? `granted ${rights.join(', ')}` : `denied (${reason})`;
    return `  ${timeText(time, now)}  ${visible(who)}: ${visible(answer)}${superUser ? ' as super user' : ''}`;
  });
}

function damageLines(count: number): string[] {
  return count === 0 ? [] : [`  Lines of the record that cannot be read: ${count}.`];
}
