import { basename } from 'node:path';
import { fileSource, policyDifference, UsageError } from '@rightsmith/core';
import type { Policy, RightsEngine } from '@rightsmith/core';
import type { JobContext } from '../../job/job-context.js';
import type { RightsDiffJob } from '../../job/rights-jobs.js';
import type { Outcome } from '../../job/outcome.js';
import { differenceLines } from '../../render/difference-lines.js';
import { visible } from '../../render/visible.js';
import { requirePolicy, seeRights } from './visible-policy.js';

/** The exit code of an answer that is no. */
const DIFFERENT = 20;

/** Compares the policies of two files. @throws as {@link RightsEngine.open} */
export async function runRightsDiff(job: RightsDiffJob, { wiring, signal }: JobContext): Promise<Outcome> {
  const { files, superUser = false } = job;
  const [first, second, third] = files;
  if (first === undefined || second === undefined || third !== undefined || files.includes('-')) {
    throw new UsageError('Two files are needed, and only two can be compared.');
  }
  const engine = await wiring.engine({ superUser });
  const before = await policyOf(engine, first, signal);
  const difference = policyDifference(before, await policyOf(engine, second, signal));
  return {
    result: { ok: true, files, ...difference },
    text: [`${visible(first)} → ${visible(second)}`, ...differenceLines(difference)].join('\n'),
    warnings: [],
    ...(!difference.same && { answer: DIFFERENT }),
  };
}

async function policyOf(engine: RightsEngine, file: string, signal: AbortSignal): Promise<Policy> {
  const source = fileSource(file);
  try {
    return requirePolicy(await seeRights(engine, { name: basename(file), source }, signal));
  } finally {
    await source.close();
  }
}
