import { NotProtected } from '@rightsmith/core';
import { callContext } from '../../job/call-context.js';
import type { JobContext } from '../../job/job-context.js';
import type { RevokeJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { readFiles } from '../../job/read-files.js';
import { visible } from '../../render/visible.js';

/** Withdraws access to a file, or gives it back. */
export async function* runRevoke(job: RevokeJob, context: JobContext): AsyncGenerator<Outcome, void, void> {
  const { wiring, signal } = context;
  const revoked = job.verb === 'revoke';
  const engine = await wiring.keylessEngine();
  yield* readFiles(job, context, async ({ file, source, name }) => {
    const { license } = await engine.inspect(source, { name, signal });
    if (license === undefined) throw new NotProtected('The file is not protected.');
    const administration = await wiring.administration();
    const options = { superUser: job.superUser ?? false };
    const { contentId, changed } = await administration.setRevoked(license, revoked, options, callContext(context));
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
