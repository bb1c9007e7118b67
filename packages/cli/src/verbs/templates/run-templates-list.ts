import { chooseName, type Template, type TemplateSummary } from '@rightsmith/core';
import { systemLanguages } from '../../config/system-languages.js';
import { callContext } from '../../job/call-context.js';
import type { JobContext } from '../../job/job-context.js';
import type { TemplatesListJob } from '../../job/template-jobs.js';
import type { Outcome } from '../../job/outcome.js';
import { visible } from '../../render/visible.js';

/** Lists templates: those of the identity as its client knows them, or all there are. */
export async function runTemplatesList({ all = false }: TemplatesListJob, context: JobContext): Promise<Outcome> {
  const { wiring } = context;
  const call = callContext(context);
  const templates: readonly ListedTemplate[] = all
    ? (await (await wiring.administration()).templates(call)).map(listed)
    : await (await wiring.client()).templates(call);
  const sorted = templates.toSorted((one, other) => one.name.localeCompare(other.name));
  return {
    result: { ok: true, templates: sorted },
    text: sorted.length === 0 ? 'There are no templates.' : sorted.map(line).join('\n'),
    warnings: [],
  };
}

/** A template as `--json` lists it. */
interface ListedTemplate extends TemplateSummary, Partial<Pick<Template, 'scope' | 'archived'>> {
  /** ISO 8601, UTC. */
  readonly modified?: string;
}

function listed({ id, names, scope, modified, archived }: Template): ListedTemplate {
  const { name = id, description = '' } = chooseName(names, systemLanguages()) ?? {};
  return {
    id,
    name,
    description,
    names,
    ...(scope !== undefined && { scope }),
    modified: modified.toISOString(),
    ...(archived !== undefined && { archived }),
  };
}

function line({ id, name, archived = false }: ListedTemplate): string {
  return `${id}  ${visible(name)}${archived ? ' (archived)' : ''}`;
}
