import { UsageError } from '@rightsmith/core';
import type { JobContext } from '../../job/job-context.js';
import type { AuthoritySetPassphraseJob, AuthoritySetUrlJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { readPassphrase } from '../../job/read-passphrase.js';
import { authorityOutcome } from './authority-outcome.js';
import { recordedTenant } from './recorded-tenant.js';

/** Tells the public facts about the embedded authority. */
export async function runAuthorityShow(context: JobContext): Promise<Outcome> {
  return authorityOutcome(await context.wiring.authority(), context);
}

/** Makes a new tenant key, and tells the facts. */
export async function runAuthorityRotate(context: JobContext): Promise<Outcome> {
  const authority = await context.wiring.authority();
  await (await recordedTenant(context)).rotateKey();
  return authorityOutcome(authority, context);
}

/** Sets the URL of new licences, and tells the facts. */
export async function runAuthoritySetUrl({ url }: AuthoritySetUrlJob, context: JobContext): Promise<Outcome> {
  const authority = await context.wiring.authority();
  await (await recordedTenant(context)).setUrl(url);
  return authorityOutcome(authority, context);
}

/** Locks the tenant keys with another passphrase, or none, and tells the facts. */
export async function runAuthoritySetPassphrase(job: AuthoritySetPassphraseJob, context: JobContext): Promise<Outcome> {
  const { passphraseFile, none = false } = job;
  if ((passphraseFile !== undefined) === none) {
    throw new UsageError('Either a passphrase or none is needed.', { hint: 'Give --passphrase-file FILE or --none.' });
  }
  const passphrase = passphraseFile === undefined ? undefined : await readPassphrase(passphraseFile, context);
  const authority = await context.wiring.authority();
  await (await recordedTenant(context)).setPassphrase(passphrase);
  return authorityOutcome(authority, context);
}
