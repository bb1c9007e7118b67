import {
  UsageError,
  normalizeGuid,
  parseUser,
  writeOfficialTemplate,
  type Clock,
  type NewTemplate,
  type RandomSource,
  type Template,
} from '@rightsmith/core';
import { randomGuid } from '../guid.js';
import type { TenantStore } from '../keys/tenant-store.js';
import type { TemplateMap, TemplateStorage } from '../store/authority-store.js';
import { findTemplate, templateArchived, templateNotFound } from './find-template.js';
import type { StoredTemplate, TemplateStore } from './template-store.js';

/** What the templates need beside their storage. */
interface TemplateParts {
  readonly tenant: TenantStore;
  readonly clock: Clock;
  readonly random: RandomSource;
}

/** The templates of a store. */
export class StoredTemplates implements TemplateStore {
  readonly #storage: TemplateStorage;
  readonly #parts: TemplateParts;

  constructor(storage: TemplateStorage, parts: TemplateParts) {
    this.#storage = storage;
    this.#parts = parts;
  }

  async list(): Promise<readonly Template[]> {
    return templatesIn(await this.#storage.read());
  }

  async find(id: string): Promise<StoredTemplate | undefined> {
    return (await this.#storage.read()).get(id);
  }

  async get(idOrName: string): Promise<StoredTemplate> {
    return getTemplate(await this.#storage.read(), idOrName);
  }

  async add(added: NewTemplate): Promise<Template> {
    const { template } = await this.#storage.put(async (all) => {
      const { tenant, clock, random } = this.#parts;
      const id = templateId(added, random);
      checkScope(added);
      const former = all.get(id);
      // Later than its last version whatever the clock says, because versions are told apart by it.
      const modified = new Date(Math.max(clock.now(), (former?.template.modified.getTime() ?? -Infinity) + 1));
      const next: Template = { ...added, id, modified };
      const { licensor, sign } = await tenant.current();
      const signed = await writeOfficialTemplate(next, licensor, sign);
      return { stored: { template: next, signed }, ...(former !== undefined && { former }) };
    });
    return template;
  }

  async archive(idOrName: string): Promise<Template> {
    const { template } = await this.#storage.put((all) => {
      const { template: present, signed } = getTemplate(all, idOrName);
      if (present.archived === true) throw templateArchived(idOrName);
      return Promise.resolve({ stored: { template: { ...present, archived: true }, signed } });
    });
    return template;
  }
}

function templatesIn(all: TemplateMap): readonly Template[] {
  return [...all.values()].map(({ template }) => template);
}

function getTemplate(all: TemplateMap, idOrName: string): StoredTemplate {
  const stored = all.get(findTemplate(templatesIn(all), idOrName).id);
  if (stored === undefined) throw templateNotFound(idOrName);
  return stored;
}

function templateId({ id, names }: NewTemplate, random: RandomSource): string {
  if (names.length === 0) throw new UsageError('A template needs a name.');
  if (id === undefined) return randomGuid(random);
  const guid = normalizeGuid(id);
  if (guid === undefined) throw new UsageError(`${JSON.stringify(id)} is not a GUID.`);
  return guid;
}

function checkScope({ scope }: NewTemplate): void {
  if (scope?.length === 0) {
    throw new UsageError('The scope of the template is empty.', { hint: 'Leave it out to let everybody publish.' });
  }
  const wrong = scope?.find((user) => parseUser(user) === undefined || parseUser(user)?.kind === 'owner');
  if (wrong === undefined) return;
  throw new UsageError(`The scope of the template names ${JSON.stringify(wrong)}.`, {
    hint: 'It names addresses, domains (@example.com) or anyone.',
  });
}
