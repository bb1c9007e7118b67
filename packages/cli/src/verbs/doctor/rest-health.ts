import type { Settings } from '../../config/settings.js';
import { asRightsmithError } from '../../job/outcome.js';
import type { Fact } from '../../render/facts-text.js';
import { visible } from '../../render/visible.js';
import { openRestClient, type RestUse } from '../../rest-use.js';

/** What is known of the service of a profile without asking it. */
export interface RestHealth {
  /** Its root, or that it is looked for. */
  readonly service: string;
  readonly hosts: readonly string[];
  readonly issuer?: string;
  readonly tokensFrom: RestUse['tokensFrom'];
  /** Whether there are tokens of a sign-in. */
  readonly signedIn: boolean;
  /** Sentences. */
  readonly problems: readonly string[];
}

/** Looks at a profile of a service, and at what is kept for it. Contacts nobody. */
export async function restHealth(settings: Settings): Promise<RestHealth | undefined> {
  const profile = settings.rest?.value;
  if (profile === undefined) return undefined;
  const { url = 'found by DNS and by licences', hosts = [], issuer } = profile;
  const facts = { service: url, hosts, ...(issuer !== undefined && { issuer }) };
  try {
    const { tokensFrom, store, close } = await openRestClient({ ...profile, keepLicenses: false }, settings);
    await close();
    const signedIn = (await store.load()) !== undefined;
    const needsSignIn = tokensFrom === 'nowhere' || (tokensFrom === 'login' && !signedIn);
    const problems = needsSignIn ? ['Nobody is signed in: rightsmith login, or RIGHTSMITH_TOKEN.'] : [];
    return { ...facts, tokensFrom, signedIn, problems };
  } catch (cause) {
    const { code, message } = asRightsmithError(cause);
    return { ...facts, tokensFrom: 'nowhere', signedIn: false, problems: [`${message} [${code}]`] };
  }
}

/** The facts as a person reads them. */
export function restFacts(health: RestHealth | undefined): Fact[] {
  if (health === undefined) return [];
  const { service, hosts, issuer, tokensFrom, signedIn } = health;
  return [
    ['Service', visible(service)],
    ...(hosts.length === 0 ? [] : [['Allowed hosts', visible(hosts.join(', '))] as const]),
    ...(issuer === undefined ? [] : [['Issuer', visible(issuer)] as const]),
    ['Tokens from', tokensFrom],
    ['Signed in', signedIn ? 'yes' : 'no'],
  ];
}
