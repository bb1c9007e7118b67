import type { JobContext } from '../../job/job-context.js';
import type { SuperUsersChangeJob, SuperUsersListJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { visible } from '../../render/visible.js';

/** Adds or removes a super user where that is the job, and lists those there are then. */
export async function runSuperUsers(
  job: SuperUsersListJob | SuperUsersChangeJob,
  { wiring }: JobContext,
): Promise<Outcome> {
  const { directory } = await wiring.authority();
  if (job.verb === 'authority super-users add') await directory.addSuperUser(job.who);
  if (job.verb === 'authority super-users remove') await directory.removeSuperUser(job.who);
  const superUsers = await directory.superUsers();
  return {
    result: { ok: true, superUsers },
    text: superUsers.length === 0 ? 'There are no super users.' : superUsers.map(visible).join('\n'),
    warnings: [],
  };
}
