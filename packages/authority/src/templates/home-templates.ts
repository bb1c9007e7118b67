import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CannotRead,
  UsageError,
  normalizeGuid,
  parseUser,
  writeOfficialTemplate,
  type Clock,
  type RandomSource,
  type Template,
} from '@rightsmith/core';
import { randomGuid } from '../guid.js';
import { whileLocked } from '../home/file-lock.js';
import { FreshValue } from '../home/fresh-value.js';
import { jsonText, readJsonFile } from '../home/json-file.js';
import { makePrivateFolder, writePrivateFile } from '../home/private-file.js';
import type { TenantStore } from '../keys/tenant-store.js';
import { findTemplate, templateArchived, templateNotFound } from './find-template.js';
import { TEMPLATE_FILE, templateFileContent } from './template-json.js';
import type { NewTemplate, StoredTemplate, TemplateStore } from './template-store.js';

/** What the templates need beside their folder. */
interface TemplateParts {
  readonly tenant: TenantStore;
  readonly clock: Clock;
  readonly random: RandomSource;
}

/** The templates of the home, read again when another process changes them. */
export class HomeTemplates implements TemplateStore {
  readonly #folder: string;
  readonly #parts: TemplateParts;
  readonly #templates: FreshValue<ReadonlyMap<string, StoredTemplate>>;

  constructor(folder: string, parts: TemplateParts) {
    this.#folder = folder;
    this.#parts = parts;
    this.#templates = new FreshValue(folder, (exists) => (exists ? readTemplates(folder) : Promise.resolve(new Map())));
  }

  async list(): Promise<readonly Template[]> {
    return [...(await this.#templates.get()).values()].map(({ template }) => template);
  }

  async find(id: string): Promise<StoredTemplate | undefined> {
    return (await this.#templates.get()).get(id);
  }

  async get(idOrName: string): Promise<StoredTemplate> {
    const { id } = findTemplate(await this.list(), idOrName);
    const stored = await this.find(id);
    // Somebody may have taken its file away meanwhile.
    if (stored === undefined) throw templateNotFound(idOrName);
    return stored;
  }

  add(added: NewTemplate): Promise<Template> {
    const { tenant, clock, random } = this.#parts;
    return whileLocked(this.#folder, async () => {
      const id = templateId(added, random);
      checkScope(added);
      const replaced = await this.find(id);
      // Later than its last version whatever the clock says, because versions are told apart by it.
      const modified = new Date(Math.max(clock.now(), (replaced?.template.modified.getTime() ?? -Infinity) + 1));
      const template: Template = { ...added, id, modified };
      const { licensor, sign } = await tenant.current();
      const signed = await writeOfficialTemplate(template, licensor, sign);
      if (replaced !== undefined) await this.#keepVersion(replaced);
      await this.#write(this.#path(id), { template, signed });
      return template;
    });
  }

  archive(idOrName: string): Promise<Template> {
    return whileLocked(this.#folder, async () => {
      const { template, signed } = await this.get(idOrName);
      if (template.archived === true) throw templateArchived(idOrName);
      const archived: Template = { ...template, archived: true };
      await this.#write(this.#path(template.id), { template: archived, signed });
      return archived;
    });
  }

  async #keepVersion(stored: StoredTemplate): Promise<void> {
    const folder = join(this.#folder, 'versions', stored.template.id);
    await makePrivateFolder(folder);
    await this.#write(join(folder, `${stored.template.modified.getTime()}.json`), stored);
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }

  #write(path: string, stored: StoredTemplate): Promise<void> {
    return writePrivateFile(path, jsonText(templateFileContent(stored)), { overwrite: true });
  }
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

async function readTemplates(folder: string): Promise<ReadonlyMap<string, StoredTemplate>> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (cause) {
    throw new CannotRead('The templates cannot be listed.', { where: { file: folder }, cause });
  }
  const files = names.filter((name) => name.endsWith('.json')).sort();
  const templates = await Promise.all(files.map((name) => readJsonFile(join(folder, name), TEMPLATE_FILE)));
  return new Map(templates.map((stored) => [stored.template.id, stored]));
}
