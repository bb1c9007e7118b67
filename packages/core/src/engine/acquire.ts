import type { AccessPurpose, UseLicense } from '../client/rms-client.js';
import { AccessDenied, Expired } from '../errors.js';
import { readPublishingLicense } from '../license/publishing-license.js';
import type { Run } from './run.js';

/**
 * A use licence for a publishing licence that allows `right`: the one the caller brought, or one from the client.
 *
 * @throws AccessDenied without the right, and for a use licence of other content; Expired for one past its end
 */
export async function acquire(
  run: Run,
  license: Uint8Array,
  { right, purpose }: { readonly right: string; readonly purpose: AccessPurpose },
  brought: UseLicense | undefined,
): Promise<UseLicense> {
  const useLicense =
    brought ?? (await run.askClient((client, context) => client.acquire(license, { ...context, purpose })));
  // A cipher the caller brought stays his to close.
  if (brought === undefined) run.keep(useLicense.cipher);
  else await checkBrought(run, license, brought);
  if (await useLicense.allows(right)) return useLicense;
  const { referral } = useLicense;
  throw new AccessDenied(`The right ${right} is needed for this, and the use licence does not give it.`, {
    right,
    ...(referral !== undefined && { referral }),
  });
}

/** A client's answer is of now and for this licence; one from elsewhere may be old, or for something else. */
async function checkBrought(run: Run, license: Uint8Array, useLicense: UseLicense): Promise<void> {
  const { contentId } = readPublishingLicense(license, run.parts.limits);
  if (useLicense.contentId.toLowerCase() !== contentId) {
    throw new AccessDenied('The use licence is for other content than this file.', {
      hint: 'Use the licence that was issued for this file.',
    });
  }
  const now = run.parts.clock.now();
  if (useLicense.validUntil !== undefined && useLicense.validUntil.getTime() <= now) {
    throw new Expired('The use licence is past its end.', { hint: 'Ask the service for a new one.' });
  }
  const { contentValidUntil } = useLicense;
  if (contentValidUntil !== undefined && contentValidUntil.getTime() <= now && !(await useLicense.allows('OWNER'))) {
    throw new Expired('The content is past its end.');
  }
}
