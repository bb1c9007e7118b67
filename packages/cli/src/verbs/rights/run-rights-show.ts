import { grantedRights, type GrantedRight, type Policy } from '@rightsmith/core';
import type { JobContext } from '../../job/job-context.js';
import type { RightsShowJob } from '../../job/rights-jobs.js';
import type { Outcome } from '../../job/outcome.js';
import { readFiles } from '../../job/read-files.js';
import { periodText } from '../../render/difference-lines.js';
import { policyJson } from '../../render/policy-json.js';
import { visible } from '../../render/visible.js';
import { requirePolicy, seeRights, type SeenRights } from './visible-policy.js';

/** Tells the rights of one file: one's own and the policy, or everybody who has any. */
export async function* runRightsShow(job: RightsShowJob, context: JobContext): AsyncGenerator<Outcome, void, void> {
  const { superUser = false } = job;
  const engine = await context.wiring.engine({ superUser });
  yield* readFiles(job, context, async (input) => {
    const seen = await seeRights(engine, input, context.signal);
    return job.verb === 'rights who' ? whoOutcome(input.file, seen) : showOutcome(input.file, seen);
  });
}

function showOutcome(file: string, { format, useLicense, policy }: SeenRights): Outcome {
  const { contentId, owner, issuedTo, rights, contentValidUntil, validUntil, offline } = useLicense;
  const facts = { contentId, owner, as: issuedTo, rights, contentValidUntil, validUntil, offline };
  const result = JSON.parse(JSON.stringify({ file, ok: true, format, ...facts, warnings: [] })) as object;
  return {
    result: { ...result, ...(policy !== undefined && { policy: policyJson(policy) }) },
    text: [
      visible(file),
      `  You may: ${visible(rights.join(', '))}`,
      ...(contentValidUntil === undefined ? [] : [`  Content ends: ${contentValidUntil.toISOString()}`]),
      `  Offline: ${offline ? `until ${validUntil?.toISOString() ?? 'revoked'}` : 'never'}`,
      ...(policy === undefined ? ['  The policy is for others to see.'] : policyLines(policy, owner)),
    ].join('\n'),
    warnings: [],
  };
}

function whoOutcome(file: string, seen: SeenRights): Outcome {
  const policy = requirePolicy(seen);
  const { contentId, owner } = seen.useLicense;
  return {
    result: {
      file,
      ok: true,
      contentId,
      ...(owner !== undefined && { owner }),
      who: grantedRights(policy),
      warnings: [],
    },
    text: [visible(file), ...policyLines(policy, owner)].join('\n'),
    warnings: [],
  };
}

/** The owner, and one line for all rights of one user that count for the same time. */
function policyLines(policy: Policy, owner: string | undefined): string[] {
  const lines = new Map<string, string[]>();
  for (const entry of grantedRights(policy)) {
    const key = userText(entry);
    lines.set(key, [...(lines.get(key) ?? []), entry.right]);
  }
  const others = [...lines].map(([user, rights]) => `  ${visible(user)}: ${visible(rights.join(', '))}`);
  return [...(owner === undefined ? [] : [`  ${visible(owner)} (owner): everything, always`]), ...others];
}

function userText({ user, validFrom, validUntil }: GrantedRight): string {
  return `${user}${periodText(validFrom, validUntil)}`;
}
