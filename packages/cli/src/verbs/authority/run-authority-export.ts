import { fileSink, UsageError } from '@rightsmith/core';
import { STANDARD_STREAM } from '../../job/input.js';
import type { JobContext } from '../../job/job-context.js';
import type { AuthorityExportJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { exportPassphrase } from '../../job/read-passphrase.js';
import { visible, visibleJson } from '../../render/visible.js';
import { recordedTenant } from './recorded-tenant.js';

/** Permission bits: only the user may read what holds private keys, locked as they are. */
const PRIVATE_MODE = 0o600;

/** Exports the authority. On standard output the document itself is the result, in text and in JSON. */
export async function runAuthorityExport(job: AuthorityExportJob, context: JobContext): Promise<Outcome> {
  const { output = STANDARD_STREAM } = job;
  const passphrase = await chosenPassphrase(job, context);
  const exported = await (await recordedTenant(context)).export(passphrase);
  const text = visibleJson(exported, 2);
  if (output === STANDARD_STREAM) return { result: exported, text, warnings: [] };
  await writeText(output, `${text}\n`, {
    overwrite: job.force ?? false,
    ...(passphrase !== undefined && { mode: PRIVATE_MODE }),
  });
  return { result: { ok: true, output }, text: `Exported the authority as ${visible(output)}`, warnings: [] };
}

async function chosenPassphrase(job: AuthorityExportJob, context: JobContext): Promise<string | undefined> {
  const { output = STANDARD_STREAM, private: isPrivate = false, passphraseFile } = job;
  if (!isPrivate) {
    if (passphraseFile === undefined) return undefined;
    throw new UsageError('A passphrase is for private keys, which were not asked for.', { hint: 'Add --private.' });
  }
  if (output === STANDARD_STREAM && context.streams.stdout.isTTY === true) {
    throw new UsageError('Private keys do not go to a terminal.', { hint: 'Name a file by -o OUT.' });
  }
  return exportPassphrase(passphraseFile, context);
}

async function writeText(
  path: string,
  text: string,
  options: { readonly overwrite: boolean; readonly mode?: number },
): Promise<void> {
  const sink = fileSink(path, options);
  try {
    await sink.write(new TextEncoder().encode(text));
    await sink.commit();
  } catch (error) {
    await sink.abort();
    throw error;
  }
}
