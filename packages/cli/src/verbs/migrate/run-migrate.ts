import { existsSync } from 'node:fs';
import { UsageError } from '@rightsmith/core';
import type { RepublishRequest, RightsEngine } from '@rightsmith/core';
import { STANDARD_STREAM } from '../../job/input.js';
import type { JobContext } from '../../job/job-context.js';
import type { MigrateJob } from '../../job/migrate-job.js';
import type { FailedOutcome, Outcome } from '../../job/outcome.js';
import { readFiles } from '../../job/read-files.js';
import { runFiles } from '../../job/run-files.js';
import type { Wiring } from '../../wiring.js';
import { previewJson, previewText } from '../republish/preview.js';
import { checkMapping } from './check-mapping.js';
import { KeptOriginals } from './kept-originals.js';
import { readMapping } from './mapping.js';
import { migrateFile, type MigrationTools } from './migrate-file.js';
import { MigrationJournal } from './migration-journal.js';
import { movedFiles } from './moved-files.js';
import { migrationRequest } from './migration-request.js';
import { confirmMigration, rollBack } from './roll-back.js';

/** Moves files, or undoes or confirms a move. Nothing is written before the mapping was found to answer for all of them. */
export async function* runMigrate(job: MigrateJob, context: JobContext): AsyncGenerator<Outcome, void, void> {
  checkJob(job);
  const { rollBack: undone, confirm, force = false } = job;
  if (undone !== undefined) return yield await rollBack(undone, force, context);
  if (confirm !== undefined) return yield await confirmMigration(confirm);
  const source = await sourceWiring(job, context.wiring);
  try {
    yield* migrate(job, source, context);
  } finally {
    if (source !== context.wiring) await source.close();
  }
}

function checkJob({
  files,
  mapping,
  journal,
  rollBack: undone,
  confirm,
  dryRun = false,
  force = false,
}: MigrateJob): void {
  const modes = [undone, confirm, mapping].filter((mode) => mode !== undefined);
  if (modes.length !== 1) {
    throw new UsageError('One of --mapping, --roll-back and --confirm is needed.', {
      hint: 'See rightsmith help migrate.',
    });
  }
  if (mapping === undefined) {
    if (files.length > 0 || journal !== undefined) throw new UsageError('The journal names the files itself.');
    return;
  }
  if (force) throw new UsageError('--force is for --roll-back.');
  if (files.length === 0) throw new UsageError('Files are needed.');
  if (files.includes(STANDARD_STREAM)) throw new UsageError('Standard input has no place to put a result in.');
  if (!dryRun && journal === undefined) {
    throw new UsageError('A journal is needed.', {
      hint: 'Name one by --journal JOURNAL: by it the files can be had back.',
    });
  }
}

/** The wiring of where the files come from: that of the run where nothing else is named. */
async function sourceWiring({ fromHome, fromProfile, fromAs }: MigrateJob, wiring: Wiring): Promise<Wiring> {
  if (fromHome === undefined && fromProfile === undefined && fromAs === undefined) return wiring;
  return wiring.source({
    ...(fromHome !== undefined && { home: fromHome }),
    ...(fromProfile !== undefined && { profile: fromProfile }),
    ...(fromAs !== undefined && { as: fromAs }),
  });
}

async function* migrate(job: MigrateJob, source: Wiring, context: JobContext): AsyncGenerator<Outcome, void, void> {
  const { superUser = false, dryRun = false, journal: path = '' } = job;
  const mapping = await readMapping(job.mapping ?? '');
  const files = await movedFiles(job, context.signal);
  const client = await context.wiring.client();
  const start = (): Promise<MigrationJournal> => MigrationJournal.start(path, mapping.sha256);
  // Only by its journal are files known that another run has moved already.
  let journal = !dryRun && existsSync(path) ? await start() : undefined;
  try {
    await checkMapping(mapping, client, files, { ...context, journal });
    const engine = await source.engine({ superUser });
    const request = migrationRequest(mapping, source === context.wiring ? undefined : client);
    if (!dryRun) journal ??= await start();
    const outcomes =
      journal === undefined
        ? preview(engine, files, request, context)
        : replaceFiles(files, { engine, request, journal, context });
    yield* job.recursive === true ? plainLeftAlone(outcomes) : outcomes;
  } finally {
    await journal?.close();
  }
}

function preview(
  engine: RightsEngine,
  files: readonly string[],
  request: RepublishRequest,
  context: JobContext,
): AsyncGenerator<Outcome, void, void> {
  return readFiles({ files }, context, async ({ file, name, source }) => {
    const { signal } = context;
    const found = await engine.previewRepublishing(source, request, { name, inPlace: true, signal });
    return { result: previewJson(file, found), text: previewText(file, found), warnings: found.warnings };
  });
}

/** Of the files in a folder some are not protected: nobody asked for them to be moved. */
async function* plainLeftAlone(outcomes: AsyncIterable<Outcome>): AsyncGenerator<Outcome, void, void> {
  for await (const outcome of outcomes) {
    yield isPlain(outcome) ? leftAlone(outcome.file) : outcome;
  }
}

function isPlain(outcome: Outcome): outcome is FailedOutcome {
  return outcome.error?.code === 'NotProtected';
}

function leftAlone(file: string): Outcome {
  return { result: { file, ok: true, skipped: 'not-protected', warnings: [] }, text: '', warnings: [] };
}

async function* replaceFiles(
  files: readonly string[],
  tools: Omit<MigrationTools, 'originals' | 'swept'>,
): AsyncGenerator<Outcome, void, void> {
  const originals = await KeptOriginals.open(tools.journal.originals);
  const swept = new Set<string>();
  yield* runFiles(files, (file) => migrateFile(file, { ...tools, originals, swept }));
  await originals.close();
}
