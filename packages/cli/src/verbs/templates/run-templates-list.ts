import { chooseName, silentLogger } from '@rightsmith/core';
import type { Template } from '@rightsmith/core';
import { systemLanguages } from '../../config/system-languages.js';
import type { JobContext } from '../../job/job-context.js';
import type { TemplatesListJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { visible } from '../../render/visible.js';

/** Lists templates: those of the identity as its client knows them, or all. */
export async function runTemplatesList({ all = false }: TemplatesListJob, context: JobContext): Promise<Outcome> {
  const languages = systemLanguages();
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

async function usableIds(
  languages: readonly string[],
  { wiring, clock, signal }: JobContext,
): Promise<ReadonlySet<string>> {
  const context = { signal, clock, languages, logger: silentLogger, offline: false, interactive: false };
  const client = await wiring.client();
  return new Set((await client.templates(context)).map(({ id }) => id));
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

function line({ id, name, archived = false }: ListedTemplate): string {
  return `${id}  ${visible(name)}${archived ? ' (archived)' : ''}`;
}
