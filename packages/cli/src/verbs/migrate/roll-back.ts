import { CorruptFile, OutputExists, RightsmithError, UsageError } from '@rightsmith/core';
import type { JobContext } from '../../job/job-context.js';
import { asRightsmithError, errorJson, failedOutcome, someFailed, type Outcome } from '../../job/outcome.js';
import { visible } from '../../render/visible.js';
import { fileHash } from './file-hash.js';
import type { ReplaceStep } from './journal-lines.js';
import { KeptOriginals } from './kept-originals.js';
import { MigrationJournal } from './migration-journal.js';

/** What became of a file when originals were put back. */
interface RestoredFile {
  readonly file: string;
  readonly error?: RightsmithError;
}

/**
 * Puts the originals of a journal back, the last replaced first. A file that was changed since stays, unless `force`; the
 * others do not wait for it, and running it again goes on.
 *
 * @throws UsageError, CannotRead for the journal; Aborted
 */
export async function rollBack(path: string, force: boolean, { signal }: JobContext): Promise<Outcome> {
  const journal = await MigrationJournal.continue(path);
  try {
    if (journal.isConfirmed) {
      throw new UsageError('The migration was confirmed, so its originals are gone.', { where: { file: path } });
    }
    const originals = await KeptOriginals.open(journal.originals);
    const restored: RestoredFile[] = [];
    for (const step of journal.replaced.toReversed()) {
      restored.push(await restore(step, { journal, originals, force, signal }));
    }
    await originals.keepOnly(journal.replaced.map(({ original }) => original));
    return restoredOutcome(path, restored);
  } finally {
    await journal.close();
  }
}

/** Lets the originals of a journal go. @throws UsageError, CannotRead, CannotWrite */
export async function confirmMigration(path: string): Promise<Outcome> {
  const journal = await MigrationJournal.continue(path);
  try {
    const { replaced } = journal;
    if (!journal.isConfirmed) await journal.append({ step: 'confirmed' });
    const originals = await KeptOriginals.open(journal.originals);
    await originals.keepOnly([]);
    return {
      result: { ok: true, journal: path, files: replaced.map(({ file }) => file) },
      text: `The originals of ${replaced.length} replacements are gone.`,
      warnings: [],
    };
  } finally {
    await journal.close();
  }
}

interface RestoreTools {
  readonly journal: MigrationJournal;
  readonly originals: KeptOriginals;
  readonly force: boolean;
  readonly signal: AbortSignal;
}

async function restore(step: ReplaceStep, tools: RestoreTools): Promise<RestoredFile> {
  const { file, original, before } = step;
  const { journal, originals } = tools;
  try {
    const current = await fileHash(file, tools.signal);
    if (current === before) await originals.drop(original);
    else {
      await checkReplaceable(step, current, tools);
      await originals.putBack(original, file);
    }
    await journal.append({ step: 'back', file, original });
    return { file };
  } catch (error) {
    if (RightsmithError.is(error) && error.code === 'Aborted') throw error;
    return { file, error: asRightsmithError(error) };
  }
}

/** @throws OutputExists for a file that is not as it was left; CorruptFile for an original that is not as it was kept */
async function checkReplaceable(
  { file, original, before, after }: ReplaceStep,
  current: string | undefined,
  { originals, force, signal }: RestoreTools,
): Promise<void> {
  if (current !== undefined && current !== after && !force) {
    throw new OutputExists('The file was changed after it was migrated.', {
      where: { file },
      hint: 'Put its original back all the same by --force; what it is now is lost then.',
    });
  }
  const kept = originals.path(original);
  if ((await fileHash(kept, signal)) === before) return;
  throw new CorruptFile('The original that was kept is gone, or was changed.', {
    where: { file: kept },
    hint: 'The file itself was left as it is.',
  });
}

function restoredOutcome(journal: string, restored: readonly RestoredFile[]): Outcome {
  const failed = restored.filter(({ error }) => error !== undefined);
  const files = restored.map(({ file, error }) => ({
    file,
    ok: error === undefined,
    ...(error !== undefined && { error: errorJson(error) }),
  }));
  const text = restored.map(restoredText).join('\n') || 'There is nothing to put back.';
  const result = { ok: failed.length === 0, journal, files };
  if (failed.length === 0) return { result, text, warnings: [] };
  const outcome = failedOutcome(journal, someFailed(failed.length, restored.length));
  return { ...outcome, result: { ...outcome.result, ...result }, text };
}

function restoredText({ file, error }: RestoredFile): string {
  if (error === undefined) return `Restored ${visible(file)}`;
  return `Not restored ${visible(file)}: ${visible(error.message)} [${error.code}]`;
}
