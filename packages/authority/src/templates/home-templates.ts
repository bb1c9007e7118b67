import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CannotRead,
  UsageError,
  normalizeGuid,
  writeOfficialTemplate,
  type Clock,
  type RandomSource,
  type Template,
} from '@rightsmith/core';
import { randomGuid } from '../guid.js';
import { FreshValue } from '../home/fresh-value.js';
import { jsonText, readJsonFile } from '../home/json-file.js';
import { makePrivateFolder, writePrivateFile } from '../home/private-file.js';
import type { Tenant } from '../keys/tenant.js';
import { TEMPLATE_FILE, templateFileContent } from './template-file.js';
import { templateNotFound, type NewTemplate, type StoredTemplate, type TemplateStore } from './template-store.js';

/** What the templates need beside their folder. */
interface TemplateParts {
  readonly tenant: Tenant;
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
    const byId = await this.find(normalizeGuid(idOrName) ?? '');
    if (byId !== undefined) return byId;
    const wanted = idOrName.toLowerCase();
    const [found, second] = [...(await this.#templates.get()).values()].filter(
      ({ template }) => template.archived !== true && template.names.some(({ name }) => name.toLowerCase() === wanted),
    );
    if (found === undefined) throw templateNotFound(idOrName);
    if (second !== undefined) {
      throw new UsageError(`Several templates are named ${JSON.stringify(idOrName)}.`, { hint: 'Use the id.' });
    }
    return found;
  }

  async add(added: NewTemplate): Promise<Template> {
    const { tenant, clock, random } = this.#parts;
    const id = added.id === undefined ? randomGuid(random) : normalizeGuid(added.id);
    if (id === undefined) throw new UsageError(`${JSON.stringify(added.id)} is not a GUID.`);
    if (added.names.length === 0) throw new UsageError('A template needs a name.');
    const template: Template = { ...added, id, modified: new Date(clock.now()) };
    const signed = await writeOfficialTemplate(template, tenant.licensor, tenant.sign);
    const replaced = await this.find(id);
    if (replaced !== undefined) await this.#keepVersion(replaced);
    await this.#write(join(this.#folder, `${id}.json`), { template, signed });
    return template;
  }

  async #keepVersion(stored: StoredTemplate): Promise<void> {
    const folder = join(this.#folder, 'versions', stored.template.id);
    await makePrivateFolder(folder);
    await this.#write(join(folder, `${stored.template.modified.getTime()}.json`), stored);
  }

  #write(path: string, stored: StoredTemplate): Promise<void> {
    return writePrivateFile(path, jsonText(templateFileContent(stored)), { overwrite: true });
  }
}

async function readTemplates(folder: string): Promise<ReadonlyMap<string, StoredTemplate>> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (cause) {
    throw new CannotRead('The templates cannot be listed.', { where: { file: folder }, cause });
  }
  const files = names.filter((name) => name.endsWith('.json')).sort();
  const templates = await Promise.all(files.map((name) => readJsonFile(join(folder, name), 'template', TEMPLATE_FILE)));
  return new Map(templates.map((stored) => [stored.template.id, stored]));
}
