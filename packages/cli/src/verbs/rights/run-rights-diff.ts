import { policyDifference, UsageError } from '@rightsmith/core';
import type { Policy, RightsEngine } from '@rightsmith/core';
import { checkInputs, openInput } from '../../job/input.js';
import type { JobContext } from '../../job/job-context.js';
import type { RightsDiffJob } from '../../job/rights-jobs.js';
import { asRightsmithError, failedOutcome, type Outcome } from '../../job/outcome.js';
import { differenceLines } from '../../render/difference-lines.js';
import { visible } from '../../render/visible.js';
import { requirePolicy, seeRights } from './visible-policy.js';

/** The exit code of an answer that is no. */
const DIFFERENT = 20;

/** Compares the policies of two files, of which one may be standard input. @throws as {@link RightsEngine.open} */
export async function runRightsDiff(job: RightsDiffJob, context: JobContext): Promise<Outcome> {
  const { files, superUser = false } = job;
  const [first, second, third] = files;
  if (first === undefined || second === undefined || third !== undefined) {
    throw new UsageError('Two files are needed, and only two can be compared.');
  }
  checkInputs(files, undefined);
  const engine = await context.wiring.engine({ superUser });
  const policies: Policy[] = [];
  for (const file of [first, second]) {
    try {
      policies.push(await policyOf(engine, file, context));
    } catch (error) {
      // Of two files it has to be said which.
      if (context.signal.aborted) throw error;
      return failedOutcome(file, asRightsmithError(error));
    }
  }
  const difference = policyDifference(...(policies as [Policy, Policy]));
  return {
    result: { ok: true, files, ...difference },
    text: [`${visible(first)} → ${visible(second)}`, ...differenceLines(difference)].join('\n'),
    warnings: [],
    ...(!difference.same && { answer: DIFFERENT }),
  };
}

async function policyOf(engine: RightsEngine, file: string, { streams, signal }: JobContext): Promise<Policy> {
  const input = await openInput(file, { streams, signal });
  try {
    return requirePolicy(await seeRights(engine, input, signal));
  } finally {
    await input.close();
  }
}
