import { dirname } from 'node:path';
import { fileIdentity, sweepTemporaryFiles } from '@rightsmith/core';
import type { FileIdentity, RepublishRequest, RightsEngine, Warning } from '@rightsmith/core';
import { openInput, type SourceInput } from '../../job/input.js';
import type { JobContext } from '../../job/job-context.js';
import { checkUnchanged } from '../../job/only-if-unchanged.js';
import type { Outcome } from '../../job/outcome.js';
import { visible } from '../../render/visible.js';
import { PROTECTED_BEFORE } from '../republish/run-republish.js';
import { sourceHash } from './file-hash.js';
import type { KeptOriginals } from './kept-originals.js';
import type { MigrationJournal } from './migration-journal.js';
import { replacingSink } from './replacing-sink.js';

/** What became of a file; `--json` prints it. */
export interface MigratedFile {
  /** As the caller named it. */
  readonly file: string;
  readonly ok: true;
  /** An earlier run of the same journal did it. */
  readonly already?: true;
  /** Id of the format. */
  readonly format?: string;
  readonly contentId?: string;
  /** The one before, where it is another. */
  readonly replacedContentId?: string;
  readonly owner?: string;
  readonly warnings: readonly Warning[];
}

/** What moving files needs. */
export interface MigrationTools {
  readonly engine: RightsEngine;
  readonly request: RepublishRequest;
  readonly journal: MigrationJournal;
  readonly originals: KeptOriginals;
  /** Folders that are known to be free of what killed runs left. */
  readonly swept: Set<string>;
  readonly context: JobContext;
}

/** Replaces a file by itself under its new policy; its original is kept, and on record, before it changes. */
export async function migrateFile(file: string, tools: MigrationTools): Promise<Outcome<MigratedFile>> {
  const { context, journal } = tools;
  const input = await openInput(file, { inPlace: true, streams: context.streams, signal: context.signal });
  const progress = context.watch?.(input.name, input.size);
  try {
    await sweepOnce(dirname(input.path), tools.swept);
    const identity = fileIdentity(input.path);
    const before = await sourceHash(input.source, context.signal);
    if (journal.lastOf(input.path)?.after === before) {
      return { result: { file, ok: true, already: true, warnings: [] }, text: '', warnings: [] };
    }
    return await replaceFile(file, input, { before, identity, advance: (bytes) => progress?.advance(bytes) }, tools);
  } finally {
    progress?.end();
    await input.close();
  }
}

/** What is known of a file before it is replaced. */
interface BeforeReplacing {
  /** SHA-256. */
  readonly before: string;
  readonly identity: FileIdentity;
  readonly advance: (bytesDone: number) => void;
}

async function replaceFile(
  file: string,
  { path, name, source }: SourceInput,
  { before, identity, advance }: BeforeReplacing,
  { engine, request, journal, originals, context }: MigrationTools,
): Promise<Outcome<MigratedFile>> {
  const sink = replacingSink(path, async (after) => {
    const original = await originals.keep(path);
    try {
      // What was read must be what is kept.
      checkUnchanged(identity);
    } catch (error) {
      await originals.drop(original);
      throw error;
    }
    await journal.append({ step: 'replace', file: path, original, before, after });
  });
  const { signal } = context;
  const options = { name, inPlace: true, signal, progress: advance, settings: PROTECTED_BEFORE };
  const result = await engine.republish(source, sink, request, options);
  const { format, contentId, replacedContentId, owner, warnings } = result;
  const replaced = replacedContentId === undefined ? {} : { replacedContentId };
  await journal.append({ step: 'done', file: path, contentId, ...replaced });
  return {
    result: { file, ok: true, format, contentId, ...replaced, owner, warnings },
    text: `Migrated ${visible(file)}`,
    warnings,
  };
}

async function sweepOnce(folder: string, swept: Set<string>): Promise<void> {
  if (swept.has(folder)) return;
  await sweepTemporaryFiles(folder);
  swept.add(folder);
}
