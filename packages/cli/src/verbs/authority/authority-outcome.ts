import type { Authority, AuthorityFacts } from '@rightsmith/authority';
import type { JobContext } from '../../job/job-context.js';
import type { Outcome } from '../../job/outcome.js';
import { factsText, type Fact } from '../../render/facts-text.js';
import { timeText } from '../../render/time-text.js';

/** The public facts about the authority: what verbs tell that changed it. */
export async function authorityOutcome(authority: Authority, { clock }: JobContext): Promise<Outcome> {
  const facts = await authority.facts();
  const templates = (await authority.templates.list()).length;
  return {
    result: {
      ok: true,
      ...facts,
      keyCreated: facts.keyCreated.toISOString(),
      oldKeys: facts.oldKeys.map((key) => ({ ...key, created: key.created.toISOString() })),
      templates,
    },
    text: factsText([...authorityFacts(facts, clock.now()), ['Templates', String(templates)]]),
    warnings: [],
  };
}

function authorityFacts(facts: AuthorityFacts, now: number): Fact[] {
  return [
    ['Name', facts.name],
    ['Tenant id', facts.tenantId],
    ['URL', facts.url],
    ['Key SHA-256', facts.modulusSha256],
    ['Key made', timeText(facts.keyCreated.toISOString(), now)],
    ['Key locked', facts.locked ? 'with a passphrase' : 'no'],
    ...facts.oldKeys.map(({ modulusSha256 }): Fact => ['Old key SHA-256', modulusSha256]),
    ['Home', facts.home],
  ];
}
