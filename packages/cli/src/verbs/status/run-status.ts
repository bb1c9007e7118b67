import type { JobContext } from '../../job/job-context.js';
import type { StatusJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { readFiles } from '../../job/read-files.js';
import { STATUS_TEXTS } from '../../render/status-texts.js';
import { visible } from '../../render/visible.js';

/** Exit code of the answer no. */
const NOT_PROTECTED = 20;

/** Tells of each file whether it is protected. */
export async function* runStatus(job: StatusJob, context: JobContext): AsyncGenerator<Outcome, void, void> {
  const engine = await context.wiring.keylessEngine();
  yield* readFiles(job, context, async ({ file, source, name }) => {
    const { facts } = await engine.inspect(source, { name, signal: context.signal });
    const { status, format, license, warnings } = facts;
    const contentId = license?.contentId;
    return {
      result: { file, ok: true, status, format, ...(contentId !== undefined && { contentId }), warnings },
      text: `${visible(file)}: ${STATUS_TEXTS[status]} (${visible(format.reason)})`,
      warnings,
      ...(status !== 'protected' && { answer: NOT_PROTECTED }),
    };
  });
}
