import type { Job } from './job.js';
import type { JobContext } from './job-context.js';
import type { Outcome } from './outcome.js';

/**
 * Runs a job: one outcome a file, as soon as it is there. Only the verb that is asked for is loaded.
 *
 * @throws what stands against the job as a whole, before its first file
 */
export async function* runJob(job: Job, context: JobContext): AsyncGenerator<Outcome, void, void> {
  switch (job.verb) {
    case 'protect':
      return yield* (await import('../verbs/protect/run-protect.js')).runProtect(job, context);
    case 'unprotect':
      return yield* (await import('../verbs/unprotect/run-unprotect.js')).runUnprotect(job, context);
    case 'cat':
      return yield* (await import('../verbs/cat/run-cat.js')).runCat(job, context);
    case 'inspect':
      return yield* (await import('../verbs/inspect/run-inspect.js')).runInspect(job, context);
    case 'status':
      return yield* (await import('../verbs/status/run-status.js')).runStatus(job, context);
    case 'verify':
      return yield* (await import('../verbs/verify/run-verify.js')).runVerify(job, context);
    case 'formats':
      yield (await import('../verbs/formats/run-formats.js')).runFormats(context);
      return;
    case 'authority show':
      yield await (await import('../verbs/authority-show/run-authority-show.js')).runAuthorityShow(context);
      return;
    case 'doctor':
      yield await (await import('../verbs/doctor/run-doctor.js')).runDoctor(context);
  }
}
