import { isBulkJob, type BulkJob } from '../bulk/bulk-job.js';
import { isReadingMany, type ReadingJob } from '../bulk/reading-job.js';
import type { Job, RevokeJob, SuperUsersChangeJob, SuperUsersListJob } from './job.js';
import type { JobContext } from './job-context.js';
import { withNextStep, type Outcome } from './outcome.js';

/** What a verb does: outcomes of files as they come, or one for all. */
type Run<OneJob> = (job: OneJob, context: JobContext) => Promise<Outcome | AsyncIterable<Outcome>>;

type JobOf<Verb, OneJob = Job> = OneJob extends { readonly verb: infer Verbs }
  ? Verb extends Verbs
    ? OneJob
    : never
  : never;

/** Only the verb that is asked for is loaded. */
const RUNS: { readonly [Verb in Job['verb']]: Run<JobOf<Verb>> } = {
  protect: async (job, context) =>
    manyFiles(job, context) ?? (await import('../verbs/protect/run-protect.js')).runProtect(job, context),
  unprotect: async (job, context) =>
    manyFiles(job, context) ?? (await import('../verbs/unprotect/run-unprotect.js')).runUnprotect(job, context),
  republish: async (job, context) =>
    manyFiles(job, context) ?? (await import('../verbs/republish/run-republish.js')).runRepublish(job, context),
  shard: async (job, context) => (await import('../verbs/shard/run-shard.js')).runShard(job, context),
  migrate: async (job, context) => (await import('../verbs/migrate/run-migrate.js')).runMigrate(job, context),
  cat: async (job, context) => (await import('../verbs/cat/run-cat.js')).runCat(job, context),
  inspect: async (job, context) =>
    readingMany(job, context) ?? (await import('../verbs/inspect/run-inspect.js')).runInspect(job, context),
  status: async (job, context) =>
    readingMany(job, context) ?? (await import('../verbs/status/run-status.js')).runStatus(job, context),
  verify: async (job, context) =>
    readingMany(job, context) ?? (await import('../verbs/verify/run-verify.js')).runVerify(job, context),
  revoke: runRevocation,
  restore: runRevocation,
  serve: async (job, context) => (await import('../verbs/serve/run-serve.js')).runServe(job, context),
  grants: async (job, context) => (await import('../verbs/grants/run-grants.js')).runGrants(job, context),
  'audit show': async (job, context) => (await import('../verbs/audit/run-audit-show.js')).runAuditShow(job, context),
  'audit verify': async (job, context) =>
    (await import('../verbs/audit/run-audit-verify.js')).runAuditVerify(job, context),
  'rights show': async (job, context) =>
    (await import('../verbs/rights/run-rights-show.js')).runRightsShow(job, context),
  'rights who': async (job, context) =>
    (await import('../verbs/rights/run-rights-show.js')).runRightsShow(job, context),
  'rights can': async (job, context) => (await import('../verbs/rights/run-rights-can.js')).runRightsCan(job, context),
  'rights diff': async (job, context) =>
    (await import('../verbs/rights/run-rights-diff.js')).runRightsDiff(job, context),
  formats: async (_job, context) => (await import('../verbs/formats/run-formats.js')).runFormats(context),
  'templates list': async (job, context) =>
    (await import('../verbs/templates/run-templates-list.js')).runTemplatesList(job, context),
  'templates show': async (job, context) =>
    (await import('../verbs/templates/run-templates-show.js')).runTemplatesShow(job, context),
  'templates add': async (job, context) =>
    (await import('../verbs/templates/run-templates-add.js')).runTemplatesAdd(job, context),
  'templates remove': async (job, context) =>
    (await import('../verbs/templates/run-templates-remove.js')).runTemplatesRemove(job, context),
  'authority show': async (_job, context) =>
    (await import('../verbs/authority/run-authority.js')).runAuthorityShow(context),
  'authority export': async (job, context) =>
    (await import('../verbs/authority/run-authority-export.js')).runAuthorityExport(job, context),
  'authority import': async (job, context) =>
    (await import('../verbs/authority/run-authority-import.js')).runAuthorityImport(job, context),
  'authority rotate': async (_job, context) =>
    (await import('../verbs/authority/run-authority.js')).runAuthorityRotate(context),
  'authority set-passphrase': async (job, context) =>
    (await import('../verbs/authority/run-authority.js')).runAuthoritySetPassphrase(job, context),
  'authority set-url': async (job, context) =>
    (await import('../verbs/authority/run-authority.js')).runAuthoritySetUrl(job, context),
  'authority super-users list': runSuperUsers,
  'authority super-users add': runSuperUsers,
  'authority super-users remove': runSuperUsers,
  login: async (_job, context) => (await import('../verbs/login/run-login.js')).runLogin(context),
  logout: async (_job, context) => (await import('../verbs/login/run-login.js')).runLogout(context),
  completion: async (job) => (await import('../verbs/completion/run-completion.js')).runCompletion(job),
  doctor: async (_job, context) => (await import('../verbs/doctor/run-doctor.js')).runDoctor(context),
};

/**
 * Runs a job: one outcome a file, as soon as it is there.
 *
 * @throws what stands against the job as a whole, before its first file
 */
export async function* runJob(job: Job, context: JobContext): AsyncGenerator<Outcome, void, void> {
  // The table has the run of each verb under its name.
  const outcome = await (RUNS[job.verb] as Run<Job>)(job, context);
  if (!(Symbol.asyncIterator in outcome)) yield withNextStep(outcome, job.verb);
  else for await (const one of outcome) yield withNextStep(one, job.verb);
}

/** The work on many files at the same time, if that is what the job asks for. */
function manyFiles(job: BulkJob, context: JobContext): Promise<AsyncIterable<Outcome>> | undefined {
  if (!isBulkJob(job)) return undefined;
  return import('../bulk/run-many-files.js').then(({ runManyFiles }) => runManyFiles(job, context));
}

/** The reading of many files at the same time, if that is what the job asks for. */
function readingMany(job: ReadingJob, context: JobContext): Promise<AsyncIterable<Outcome>> | undefined {
  if (!isReadingMany(job)) return undefined;
  return import('../bulk/run-reading.js').then(({ runReading }) => runReading(job, context));
}

async function runSuperUsers(job: SuperUsersListJob | SuperUsersChangeJob, context: JobContext): Promise<Outcome> {
  return (await import('../verbs/super-users/run-super-users.js')).runSuperUsers(job, context);
}

async function runRevocation(job: RevokeJob, context: JobContext): Promise<AsyncIterable<Outcome>> {
  return (await import('../verbs/revoke/run-revoke.js')).runRevoke(job, context);
}
