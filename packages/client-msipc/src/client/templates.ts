import {
  TemplateNotFound,
  UsageError,
  chooseName,
  languageId,
  normalizeGuid,
  type LocalizedName,
  type TemplateSummary,
} from '@rightsmith/core';
import type { TemplateFacts } from '../thread/messages.js';

/** Stands for the language of the user. */
const USER_LANGUAGE = 0;
const ENGLISH = 1033;
/** Each is a call. */
const MAXIMUM_LANGUAGES = 3;

/** The languages to list templates in: the library names a template in one at a time (rms-client-features.md TPL-4). */
export function wantedLcids(languages: readonly string[]): readonly number[] {
  const wanted = languages.slice(0, MAXIMUM_LANGUAGES).map(languageId);
  return [...new Set([USER_LANGUAGE, ...wanted.filter((id) => id !== undefined), ENGLISH])];
}

/** Every template once, with all names that are known, sorted by name. */
export function summaries(facts: readonly TemplateFacts[], languages: readonly string[]): readonly TemplateSummary[] {
  return [...grouped(facts)]
    .map(([id, entries]) => summaryOf(id, entries, languages))
    .sort((one, other) => one.name.localeCompare(other.name));
}

/** The id, as the library spells it, of the template with this id or with this name in any language, compared without case. @throws TemplateNotFound; UsageError when several have the name */
export function findTemplate(facts: readonly TemplateFacts[], idOrName: string): string {
  const templates = grouped(facts);
  const byId = templates.get(normalizeGuid(idOrName) ?? '');
  const wanted = idOrName.toLowerCase();
  const named = [...templates.values()].filter((entries) => entries.some(({ name }) => name.toLowerCase() === wanted));
  const [found, second] = byId === undefined ? named : [byId];
  const spelled = found?.[0]?.id;
  if (spelled === undefined || idOrName === '') {
    throw new TemplateNotFound(`There is no template ${JSON.stringify(idOrName)}.`, {
      hint: 'Ask for the list of templates, and use an id or a name from it.',
    });
  }
  if (second === undefined) return spelled;
  throw new UsageError(`Several templates are named ${JSON.stringify(idOrName)}.`, { hint: 'Use the id.' });
}

function grouped(facts: readonly TemplateFacts[]): ReadonlyMap<string, readonly TemplateFacts[]> {
  const templates = new Map<string, TemplateFacts[]>();
  for (const entry of facts) {
    const id = normalizeGuid(entry.id) ?? entry.id.toLowerCase();
    templates.set(id, [...(templates.get(id) ?? []), entry]);
  }
  return templates;
}

function summaryOf(id: string, entries: readonly TemplateFacts[], languages: readonly string[]): TemplateSummary {
  const names = new Map<number, LocalizedName>();
  for (const { lcid, name, description } of entries) names.set(lcid, { lcid, name, description });
  const main = chooseName([...names.values()], languages);
  const issuer = entries[0]?.issuer ?? '';
  return {
    id,
    name: main?.name ?? id,
    description: main?.description ?? '',
    names: [...names.values()],
    ...(issuer !== '' && { issuer }),
  };
}
