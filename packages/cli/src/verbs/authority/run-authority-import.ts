import { UsageError } from '@rightsmith/core';
import { STANDARD_STREAM } from '../../job/input.js';
import type { JobContext } from '../../job/job-context.js';
import type { AuthorityImportJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { readFiles } from '../../job/read-files.js';
import { exportPassphrase } from '../../job/read-passphrase.js';
import { readText } from '../../job/read-text.js';

/** Takes over the authority of an export. */
export async function* runAuthorityImport(
  job: AuthorityImportJob,
  context: JobContext,
): AsyncGenerator<Outcome, void, void> {
  if (job.passphraseFile === STANDARD_STREAM && job.files.includes(STANDARD_STREAM)) {
    throw new UsageError('Standard input can be read only once.');
  }
  const { importAuthority, parseAuthorityExport } = await import('@rightsmith/authority');
  yield* readFiles(job, context, async ({ file, source }) => {
    const exported = parseAuthorityExport(await readText(source, 'authority export'));
    const passphrase = await exportPassphrase(job.passphraseFile, context);
    const { created, added } = await importAuthority(exported, passphrase, {
      ...(await context.wiring.authorityOptions()),
      by: (await context.wiring.settings()).as.value,
    });
    return {
      result: { file, ok: true, created, added, warnings: [] },
      text: importText(created, added.length),
      warnings: [],
    };
  });
}

function importText(created: boolean, added: number): string {
  if (created) return 'Made the home from the export.';
  if (added === 0) return 'The home has all keys of the export already.';
  return added === 1
    ? 'Added 1 key, which opens but does not sign.'
    : `Added ${added} keys, which open but do not sign.`;
}
