import { callContext } from '../../job/call-context.js';
import type { JobContext } from '../../job/job-context.js';
import type { SuperUsersChangeJob, SuperUsersListJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { visible } from '../../render/visible.js';

/** Adds or removes a super user where that is the job, and lists those there are then. */
export async function runSuperUsers(
  job: SuperUsersListJob | SuperUsersChangeJob,
  context: JobContext,
): Promise<Outcome> {
  const superUsers = await superUsersAfter(job, context);
  return {
    result: { ok: true, superUsers },
    text: superUsers.length === 0 ? 'There are no super users.' : superUsers.map(visible).join('\n'),
    warnings: [],
  };
}

async function superUsersAfter(
  job: SuperUsersListJob | SuperUsersChangeJob,
  context: JobContext,
): Promise<readonly string[]> {
  const administration = await context.wiring.administration();
  const call = callContext(context);
  if (job.verb === 'authority super-users list') return administration.superUsers(call);
  if (job.verb === 'authority super-users add') return administration.addSuperUser(job.who, call);
  return administration.removeSuperUser(job.who, call);
}
