import { chooseName, silentLogger, UsageError } from '@rightsmith/core';
import type { Template, TemplateSummary } from '@rightsmith/core';
import { systemLanguages } from '../../config/system-languages.js';
import type { JobContext } from '../../job/job-context.js';
import type { TemplatesListJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { visible } from '../../render/visible.js';

/** Lists templates: those of the identity as its client knows them, or all. */
export async function runTemplatesList({ all = false }: TemplatesListJob, context: JobContext): Promise<Outcome> {
  const languages = systemLanguages();
  const { client } = await context.wiring.settings();
  if (client.value !== 'authority') return ofService(all, languages, context);
  const stored = await (await context.wiring.authority()).templates.list();
  const ids = all ? undefined : await usableIds(languages, context);
  const templates = stored.filter(({ id }) => ids?.has(id) ?? true).map((template) => listed(template, languages));
  templates.sort((one, other) => one.name.localeCompare(other.name));
  return {
    result: { ok: true, templates },
    text: templates.length === 0 ? 'There are no templates.' : templates.map(line).join('\n'),
    warnings: [],
  };
}

/** A service shows those its caller may use, and in one language. */
async function ofService(all: boolean, languages: readonly string[], context: JobContext): Promise<Outcome> {
  if (all) throw new UsageError('A service lists the templates of its caller only.', { hint: 'Leave out --all.' });
  const templates = await usable(languages, context);
  return {
    result: { ok: true, templates },
    text: templates.length === 0 ? 'There are no templates.' : templates.map(line).join('\n'),
    warnings: [],
  };
}

async function usableIds(languages: readonly string[], context: JobContext): Promise<ReadonlySet<string>> {
  return new Set((await usable(languages, context)).map(({ id }) => id));
}

async function usable(
  languages: readonly string[],
  { wiring, clock, signal }: JobContext,
): Promise<readonly TemplateSummary[]> {
  const context = { signal, clock, languages, logger: silentLogger, offline: false, interactive: false };
  return (await wiring.client()).templates(context);
}

/** A template as `--json` lists it. */
interface ListedTemplate extends Pick<Template, 'id' | 'names' | 'scope' | 'archived'> {
  /** In the language of the user. */
  readonly name: string;
  readonly description: string;
  /** ISO 8601, UTC. */
  readonly modified: string;
}

function listed({ id, names, scope, modified, archived }: Template, languages: readonly string[]): ListedTemplate {
  const { name = id, description = '' } = chooseName(names, languages) ?? {};
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

function line({ id, name, archived = false }: Pick<ListedTemplate, 'id' | 'name' | 'archived'>): string {
  return `${id}  ${visible(name)}${archived ? ' (archived)' : ''}`;
}
