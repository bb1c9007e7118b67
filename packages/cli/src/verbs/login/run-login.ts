import { signInByDevice, type DevicePrompt } from '@rightsmith/client-rest';
import { silentLogger, UsageError } from '@rightsmith/core';
import { systemLanguages } from '../../config/system-languages.js';
import type { JobContext } from '../../job/job-context.js';
import type { Outcome } from '../../job/outcome.js';
import { visible } from '../../render/visible.js';

/** Signs in by a code for a page, and keeps the tokens. */
export async function runLogin({ wiring, streams, signal, clock }: JobContext): Promise<Outcome> {
  const { rest, store, issuer } = await wiring.rest();
  const context = {
    signal,
    clock,
    languages: systemLanguages(),
    logger: silentLogger,
    offline: false,
    interactive: true,
  };
  const { resource, authorization } = await rest.challenge(context);
  if (issuer === undefined) {
    throw new UsageError('The profile does not say where to sign in.', {
      hint: `Add "issuer" to the profile. The service names ${JSON.stringify(authorization)}.`,
    });
  }
  const show = (prompt: DevicePrompt): void => {
    streams.stderr.write(`${promptText(prompt)}\n`);
  };
  const tokens = await signInByDevice(issuer, { show, signal, clock, ...(resource !== undefined && { resource }) });
  await store.save(tokens);
  return {
    result: {
      ok: true,
      issuer: issuer.issuer,
      renewable: tokens.refreshToken !== undefined,
      ...(tokens.expiresAt !== undefined && { expires: new Date(tokens.expiresAt).toISOString() }),
    },
    text: `Signed in with ${visible(issuer.issuer)}.`,
    warnings: [],
  };
}

/** Forgets what was kept. */
export async function runLogout({ wiring }: JobContext): Promise<Outcome> {
  const { forget } = await wiring.rest();
  const wasSignedIn = await forget();
  return {
    result: { ok: true, wasSignedIn },
    text: wasSignedIn ? 'Signed out.' : 'Nobody was signed in.',
    warnings: [],
  };
}

/** What the provider says is shown as it is, but cannot steer the terminal. */
function promptText({ page, code, pageWithCode }: DevicePrompt): string {
  const filledIn = pageWithCode === undefined ? '' : `\nor open ${visible(pageWithCode)}`;
  return `To sign in, open ${visible(page)} and enter the code ${visible(code)}${filledIn}`;
}
