import type { JobContext } from '../../job/job-context.js';
import type { VerifyJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { readFiles } from '../../job/read-files.js';
import { verifiedOutcome } from './verified-outcome.js';

/** Checks signatures and chain of the licence in each file. */
export async function* runVerify(job: VerifyJob, context: JobContext): AsyncGenerator<Outcome, void, void> {
  const engine = await context.wiring.keylessEngine();
  yield* readFiles(job, context, async ({ file, source, name }) =>
    verifiedOutcome(file, await engine.verify(source, { name, signal: context.signal })),
  );
}
