import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotRead } from '@rightsmith/core';
import type { TemplateChange, TemplateMap, TemplateStorage } from '../store/authority-store.js';
import { TEMPLATE_FILE, templateFileContent } from '../templates/template-json.js';
import type { StoredTemplate } from '../templates/template-store.js';
import { whileLocked } from './file-lock.js';
import { FreshValue } from './fresh-value.js';
import { jsonText, readJsonFile } from './json-file.js';
import { makePrivateFolder, writePrivateFile } from './private-file.js';

/** The templates of the home, a file each, read again when another process changes them. */
export class TemplateFiles implements TemplateStorage {
  readonly #folder: string;
  readonly #templates: FreshValue<TemplateMap>;

  constructor(folder: string) {
    this.#folder = folder;
    this.#templates = new FreshValue(folder, (exists) => (exists ? readTemplates(folder) : Promise.resolve(new Map())));
  }

  read(): Promise<TemplateMap> {
    return this.#templates.get();
  }

  put(change: (all: TemplateMap) => Promise<TemplateChange>): Promise<StoredTemplate> {
    return whileLocked(this.#folder, async () => {
      const { stored, former } = await change(await this.read());
      if (former !== undefined) await this.#keepVersion(former);
      await this.#write(join(this.#folder, `${stored.template.id}.json`), stored);
      return stored;
    });
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

async function readTemplates(folder: string): Promise<TemplateMap> {
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
