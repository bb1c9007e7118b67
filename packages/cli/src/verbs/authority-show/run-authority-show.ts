import type { AuthorityFacts } from '@rightsmith/authority';
import type { JobContext } from '../../job/job-context.js';
import type { Outcome } from '../../job/outcome.js';
import { factsText } from '../../render/facts-text.js';
import { timeText } from '../../render/time-text.js';

/** Tells the public facts about the embedded authority. */
export async function runAuthorityShow({ wiring, clock }: JobContext): Promise<Outcome> {
  const authority = await wiring.authority();
  const facts = await authority.facts();
  const templates = (await authority.templates.list()).length;
  return {
    result: { ok: true, ...facts, keyCreated: facts.keyCreated.toISOString(), templates },
    text: factsText([...authorityFacts(facts, clock.now()), ['Templates', String(templates)]]),
    warnings: [],
  };
}

function authorityFacts(facts: AuthorityFacts, now: number): [string, string][] {
  return [
    ['Name', facts.name],
    ['Tenant id', facts.tenantId],
    ['URL', facts.url],
    ['Key SHA-256', facts.modulusSha256],
    ['Key made', timeText(facts.keyCreated.toISOString(), now)],
    ['Home', facts.home],
  ];
}
