import { administerFiles } from '../../job/administer-files.js';
import type { JobContext } from '../../job/job-context.js';
import type { RevokeJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { visible } from '../../render/visible.js';

/** Withdraws access to a file, or gives it back. */
export async function* runRevoke(job: RevokeJob, context: JobContext): AsyncGenerator<Outcome, void, void> {
  const revoked = job.verb === 'revoke';
  yield* administerFiles(job, context, async ({ file, license, administration, options, call }) => {
    const { contentId, changed } = await administration.setRevoked(license, revoked, options, call);
    return {
      result: { file, ok: true, contentId, revoked, changed, warnings: [] },
      text: `${visible(file)}: ${textOf(revoked, changed)}`,
      warnings: [],
    };
  });
}

function textOf(revoked: boolean, changed: boolean): string {
  if (revoked) return changed ? 'nobody but its owner can open it any more' : 'was revoked already';
  return changed ? 'can be opened again' : 'was not revoked';
}
