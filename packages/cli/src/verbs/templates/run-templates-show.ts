import type { Grant, Template } from '@rightsmith/core';
import { callContext } from '../../job/call-context.js';
import type { JobContext } from '../../job/job-context.js';
import type { TemplatesShowJob } from '../../job/template-jobs.js';
import type { Outcome } from '../../job/outcome.js';
import { factsText, type Fact } from '../../render/facts-text.js';
import { timeText } from '../../render/time-text.js';

/** Tells all about a template; in JSON exactly what `templates add` takes. */
export async function runTemplatesShow(
  { template: idOrName }: TemplatesShowJob,
  context: JobContext,
): Promise<Outcome> {
  const { templateJson } = await import('@rightsmith/authority');
  const template = await (await context.wiring.administration()).template(idOrName, callContext(context));
  return {
    result: templateJson(template),
    text: factsText(templateFacts(template, context.clock.now())),
    warnings: [],
  };
}

function templateFacts(template: Template, now: number): Fact[] {
  const { id, names, grants, offlineDays, scope, referral, encryptedData = {}, modified, archived } = template;
  const time = (label: string, value: Date | undefined): Fact[] =>
    value === undefined ? [] : [[label, timeText(value.toISOString(), now)]];
  return [
    ['Id', id],
    ...names.map(({ lcid, name, description }): Fact => [
      `Name (language ${lcid})`,
      description === '' ? name : `${name}: ${description}`,
    ]),
    ...grants.map((grant): Fact => ['Grants', grantText(grant)]),
    ...time('From', template.validFrom),
    ...time('Until', template.validUntil),
    ...(offlineDays === undefined ? [] : [['Offline', `${offlineDays} days`] as const]),
    ...(scope === undefined ? [] : [['For use by', scope.join(', ')] as const]),
    ...(referral === undefined ? [] : [['Ask', referral] as const]),
    ...Object.entries(encryptedData).map(([name, value]): Fact => [`Encrypted data ${name}`, value]),
    ...time('Changed', modified),
    ...(archived === true ? [['Archived', 'yes'] as const] : []),
  ];
}

function grantText({ users, rights, validFrom, validUntil }: Grant): string {
  const from = validFrom === undefined ? '' : ` from ${validFrom.toISOString()}`;
  const until = validUntil === undefined ? '' : ` until ${validUntil.toISOString()}`;
  return `${rights.join(', ')} to ${users.join(', ')}${from}${until}`;
}
