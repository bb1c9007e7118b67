import type { JobContext } from '../../job/job-context.js';
import type { StatusJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { readFiles } from '../../job/read-files.js';
import { statusOutcome } from './status-outcome.js';

/** Tells of each file whether it is protected. */
export async function* runStatus(job: StatusJob, context: JobContext): AsyncGenerator<Outcome, void, void> {
  const engine = await context.wiring.keylessEngine();
  yield* readFiles(job, context, async ({ file, source, name }) => {
    const { facts } = await engine.inspect(source, { name, signal: context.signal });
    return statusOutcome(file, facts);
  });
}
