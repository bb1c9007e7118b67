import { existsSync, realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { fileSource, readPublishingLicense, RightsmithError, silentLogger, TemplateNotFound } from '@rightsmith/core';
import type { ClientContext, PublishingLicense, RightsEngine, RmsClient } from '@rightsmith/core';
import { systemLanguages } from '../../config/system-languages.js';
import type { JobContext } from '../../job/job-context.js';
import { fileHash } from './file-hash.js';
import { mappedTemplate, type Mapping } from './mapping.js';
import type { MigrationJournal } from './migration-journal.js';

/**
 * Checks, before anything is written, that every template the mapping leads to is there, and that it answers for the
 * template of every file that is still to be moved. A file that cannot be read, or is not protected, fails alone and later.
 *
 * @throws TemplateNotFound
 */
export async function checkMapping(
  mapping: Mapping,
  client: RmsClient,
  files: readonly string[],
  context: JobContext & { readonly journal?: MigrationJournal | undefined },
): Promise<void> {
  await checkTargets(mapping, client, context);
  const engine = await context.wiring.keylessEngine();
  for (const file of files) {
    if (await isMigrated(file, context)) continue;
    const license = await licenseOf(engine, file, context.signal);
    if (license?.kind === 'template' && mappedTemplate(mapping, license) === undefined) throw unmapped(file, license);
  }
}

/** Its template is one of where files go. */
async function isMigrated(
  file: string,
  { journal, signal }: { readonly journal?: MigrationJournal | undefined; readonly signal: AbortSignal },
): Promise<boolean> {
  const after = existsSync(file) ? journal?.lastOf(realpathSync(file))?.after : undefined;
  return after !== undefined && (await fileHash(file, signal)) === after;
}

async function checkTargets(mapping: Mapping, client: RmsClient, context: JobContext): Promise<void> {
  const targets = new Set([...mapping.templates.values()].filter((target) => target !== null));
  if (targets.size === 0) return;
  const known = await client.templates(clientContext(context));
  const names = new Set(known.flatMap(({ id, name, names }) => [id, name, ...names.map((one) => one.name)]).map(fold));
  const missing = [...targets].filter((target) => !names.has(fold(target)));
  if (missing.length === 0) return;
  throw new TemplateNotFound(`The mapping leads to templates that are not there: ${missing.join(', ')}.`, {
    hint: 'See rightsmith templates list. Nothing was changed.',
  });
}

function clientContext({ clock, signal }: JobContext): ClientContext {
  const languages = systemLanguages();
  return { signal, clock, languages, logger: silentLogger, offline: false, interactive: false };
}

async function licenseOf(
  engine: RightsEngine,
  file: string,
  signal: AbortSignal,
): Promise<PublishingLicense | undefined> {
  try {
    const source = fileSource(file);
    const { license } = await engine.inspect(source, { name: basename(file), signal }).finally(() => source.close());
    return license && readPublishingLicense(license);
  } catch (error) {
    if (RightsmithError.is(error) && error.code !== 'Aborted') return undefined;
    throw error;
  }
}

function unmapped(file: string, { descriptor }: PublishingLicense): TemplateNotFound {
  const name = descriptor === undefined ? 'unknown' : (descriptor.names[0]?.name ?? descriptor.id);
  return new TemplateNotFound(`The mapping does not tell what becomes of the template ${name}.`, {
    where: { file },
    hint: `Add it to "templates", by name or by id (${descriptor?.id ?? 'none'}). Nothing was changed.`,
  });
}

function fold(name: string): string {
  return name.trim().toLowerCase();
}
