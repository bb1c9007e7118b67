import type { HypotheticalAnswer } from '@rightsmith/authority';
import { NotProtected, normalizeRight, UsageError } from '@rightsmith/core';
import type { JobContext } from '../../job/job-context.js';
import type { RightsCanJob } from '../../job/rights-jobs.js';
import type { Outcome } from '../../job/outcome.js';
import { readFiles } from '../../job/read-files.js';
import { visible } from '../../render/visible.js';
import { parseExpiry } from '../protect/expiry.js';

/** The exit code of an answer that is no. */
const NO = 20;

const REASONS: Readonly<Record<HypotheticalAnswer['reason'], string>> = {
  owner: 'it is the owner',
  'super-user': 'it is a super user',
  granted: 'the policy grants it',
  'no-right': 'the policy does not grant it',
  expired: 'it has ended by then',
  'not-yet-valid': 'it has not begun by then',
  'needs-service': 'the policy forbids to keep a use licence',
  'offline-period-over': 'a use licence acquired now has ended by then',
  revoked: 'access to the content was withdrawn',
  'not-super-user': 'the authority does not list it as a super user',
};

/** Tells whether the identity may do something with a file, as the embedded authority would decide. */
export async function* runRightsCan(job: RightsCanJob, context: JobContext): AsyncGenerator<Outcome, void, void> {
  const { wiring, clock, signal } = context;
  const right = normalizeRight((job.do ?? 'VIEW').trim());
  if (right === '') throw new UsageError('No right is named.', { hint: 'Say --do VIEW, or leave it out.' });
  const at = job.at === undefined ? undefined : parseExpiry(job.at, clock.now());
  const engine = await wiring.keylessEngine();
  yield* readFiles(job, context, async ({ file, name, source }) => {
    const { license } = await engine.inspect(source, { name, signal });
    if (license === undefined) throw new NotProtected('The file is not protected.');
    const { as } = await wiring.settings();
    const question = { right, ...(at !== undefined && { at }), offline: job.offline ?? false };
    const decision = await (
      await wiring.authority()
    ).decideUse(license, as.value, question, {
      superUser: job.superUser ?? false,
    });
    return outcomeOf(file, as.value, right, decision);
  });
}

function outcomeOf(file: string, who: string, right: string, { allowed, reason, until }: HypotheticalAnswer): Outcome {
  const end = until === undefined ? {} : { until: until.toISOString() };
  const answer = `${visible(who)} may${allowed ? '' : ' not'} ${visible(right)}`;
  return {
    result: { file, ok: true, as: who, right, allowed, reason, ...end, warnings: [] },
    text: `${answer}: ${REASONS[reason]}${until === undefined ? '' : `, until ${until.toISOString()}`}.`,
    warnings: [],
    ...(!allowed && { answer: NO }),
  };
}
