import {
  TemplateArchived,
  TemplateNotFound,
  UsageError,
  meansIdentity,
  normalizeGuid,
  type Identity,
  type Template,
} from '@rightsmith/core';

/** Those of the templates that an identity may see and publish with; archived ones are among them. */
export function templatesFor(identity: Identity, templates: readonly Template[]): Template[] {
  return templates.filter(({ scope }) => scope?.some((user) => meansIdentity(user, identity)) ?? true);
}

/**
 * The template with this id, in any spelling, or with this name in any language, compared without case. An archived one is
 * found by its name only where no other has it.
 *
 * @throws TemplateNotFound; UsageError when several have the name
 */
export function findTemplate(templates: readonly Template[], idOrName: string): Template {
  const id = normalizeGuid(idOrName);
  const byId = templates.find((template) => template.id === id);
  if (byId !== undefined) return byId;
  const wanted = idOrName.toLowerCase();
  const named = templates.filter(({ names }) => names.some(({ name }) => name.toLowerCase() === wanted));
  const live = named.filter(({ archived }) => archived !== true);
  const [found, second] = live.length > 0 ? live : named;
  if (found === undefined) throw templateNotFound(idOrName);
  if (second !== undefined) {
    throw new UsageError(`Several templates are named ${JSON.stringify(idOrName)}.`, { hint: 'Use the id.' });
  }
  return found;
}

/** The error for a template that is not there, or that this identity may not use: the two look alike. */
export function templateNotFound(idOrName: string): TemplateNotFound {
  return new TemplateNotFound(`There is no template ${JSON.stringify(idOrName)}.`, {
    hint: 'Ask for the list of templates, and use an id or a name from it.',
  });
}

/** The error for publishing with an archived template, or archiving it again. */
export function templateArchived(idOrName: string): TemplateArchived {
  return new TemplateArchived(`The template ${JSON.stringify(idOrName)} is archived.`, {
    hint: 'Files made from it still open. To publish with it again, add it again under the same id.',
  });
}
