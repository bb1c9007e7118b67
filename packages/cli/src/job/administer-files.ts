import { NotProtected, type ClientContext, type DocumentOptions, type RmsAdministration } from '@rightsmith/core';
import { callContext } from './call-context.js';
import type { JobContext } from './job-context.js';
import type { Outcome } from './outcome.js';
import { readFiles, type ReadJob } from './read-files.js';

/** A protected file, and whom to ask about it. */
export interface AdministeredFile {
  /** As the caller named it. */
  readonly file: string;
  readonly license: Uint8Array;
  readonly administration: RmsAdministration;
  readonly options: DocumentOptions;
  readonly call: ClientContext;
}

/** Does `work` for each protected file of a job, whose licence is all that is read of it. */
export async function* administerFiles(
  job: ReadJob & { readonly superUser?: boolean },
  context: JobContext,
  work: (document: AdministeredFile) => Promise<Outcome>,
): AsyncGenerator<Outcome, void, void> {
  const { wiring, signal } = context;
  const engine = await wiring.keylessEngine();
  yield* readFiles(job, context, async ({ file, source, name }) => {
    const { license } = await engine.inspect(source, { name, signal });
    if (license === undefined) throw new NotProtected('The file is not protected.');
    const administration = await wiring.administration();
    const options = { superUser: job.superUser ?? false };
    return work({ file, license, administration, options, call: callContext(context) });
  });
}
