import type { CompoundEntry, CompoundFile } from '@rightsmith/compound-file';
import { readPublishingLicense, RightsmithError } from '@rightsmith/core';
import type { ContainerFacts, FormatContext, JsonObject, Limits } from '@rightsmith/core';
import { cipherHint, readContent, warnOfSlack, type ProtectedContent } from './content.js';
import { readContainerLicense } from './data-spaces/container-license.js';
import { VIEWER_CONTENT } from './data-spaces/names.js';
import { findUseLicenses, readUseLicenseUser } from './data-spaces/use-licenses.js';
import { outsideLabels } from './labels/outside-labels.js';
import { readClearProperties } from './properties/clear-properties.js';
import type { RightsManaged } from './recognize/recognition.js';
import { obstacleOf } from './recognize/texts.js';

/** Copies of custom XML parts in clear; ooxml-irm.md §8.2. */
const DATA_STORE = 'MsoDataStore';

/** Cached use licences that are looked into; real files have none, and each look follows the chain of a stream. */
const MOST_USE_LICENSES_READ = 256;

/** Everything about a container of rights management that needs no key. */
export async function inspectContainer(container: RightsManaged, context: FormatContext): Promise<ContainerFacts> {
  const { file, protection, shape } = container;
  const { license } = await readContainerLicense(file, protection, context.limits);
  const content = await readContent(container);
  warnOfSlack(content, context);
  if (file.find([DATA_STORE]) !== undefined) context.warn('clear-text-outside', { structure: DATA_STORE });
  return {
    status: shape === 'envelope' ? 'other-protection' : 'protected',
    license,
    contentLength: content.plainLength,
    cipherHint: cipherHint(content, sealedKeyBytes(license, context.limits)),
    labels: (await outsideLabels(file, context))?.labels ?? [],
    obstacles: shape === 'envelope' ? [obstacleOf(container)] : [],
    encryptedFacts: ['cipherMode', ...(shape === 'opc' ? ['documentType'] : [])],
    container: await containerFacts(container, content, context),
  };
}

/** What docs/reference/formats/ooxml.md lists. */
async function containerFacts(
  { file, protection, shape, application }: RightsManaged,
  { plainLength, cipherLength }: ProtectedContent,
  context: FormatContext,
): Promise<JsonObject> {
  const { root, version, sectorSize, entries } = file;
  return {
    kind: shape,
    ...(application !== undefined && { application }),
    version,
    sectorSize,
    ...(root.classId !== undefined && { classId: root.classId }),
    ...times(root),
    storages: entries
      .filter(({ kind }) => kind === 'storage')
      .map((entry) => ({ path: pathText(entry), ...times(entry) })),
    streams: entries
      .filter(({ kind }) => kind === 'stream')
      .map((entry) => ({ path: pathText(entry), size: entry.size })),
    content: { path: protection.content.join('/'), dataSpace: protection.dataSpace, plainLength, cipherLength },
    clearProperties: await readClearProperties(file, context),
    useLicenses: await useLicenses(file, protection, context),
    hasViewerContent: file.find([VIEWER_CONTENT]) !== undefined,
  };
}

async function useLicenses(
  file: CompoundFile,
  protection: RightsManaged['protection'],
  { limits }: FormatContext,
): Promise<readonly JsonObject[]> {
  const found: JsonObject[] = [];
  for (const entry of findUseLicenses(file, protection)) {
    const user = found.length < MOST_USE_LICENSES_READ ? await readUseLicenseUser(file, entry, limits) : undefined;
    found.push({ path: pathText(entry), ...user });
  }
  return found;
}

function pathText({ path }: CompoundEntry): string {
  return path.join('/');
}

function times({ created, modified }: CompoundEntry): { readonly created?: string; readonly modified?: string } {
  return {
    ...(created !== undefined && { created: created.toISOString() }),
    ...(modified !== undefined && { modified: modified.toISOString() }),
  };
}

/** Of the content key as the licence has it; the engine tells what else is wrong with a licence that cannot be read. */
function sealedKeyBytes(license: Uint8Array, limits: Limits): number | undefined {
  try {
    return readPublishingLicense(license, limits).principal.sealedKey?.bytes.length;
  } catch (error) {
    if (RightsmithError.is(error)) return undefined;
    throw error;
  }
}
