import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { IdentityProvider, RestClient, TokenSource, TokenStore } from '@rightsmith/client-rest';
import {
  CannotWrite,
  SignInNeeded,
  cachedClient,
  fileLicenseStore,
  memoryLicenseStore,
  openVault,
  type RmsClient,
  type Vault,
} from '@rightsmith/core';
import { environmentPassphrase, type Side } from './config/passphrase.js';
import type { RestProfile } from './config/profile.js';
import type { Settings } from './config/settings.js';

/** A rights service as a profile wants it. */
export interface RestUse {
  readonly rest: RestClient;
  /** The same, keeping use licences. */
  readonly client: RmsClient;
  /** Where people sign in; absent: the profile does not say. */
  readonly issuer?: IdentityProvider;
  /** Of the signed-in person. */
  readonly store: TokenStore;
  /** Where tokens come from, for `doctor`. */
  readonly tokensFrom: 'RIGHTSMITH_TOKEN' | 'RIGHTSMITH_CLIENT_SECRET' | 'login' | 'nowhere';
  /** Removes tokens and use licences. Whether there were tokens. */
  readonly forget: () => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/** How Rightsmith is known to issuers that do not call it otherwise. */
const CLIENT_ID = 'rightsmith';

/** Makes the client of a profile; nothing is contacted yet. Only profiles of this client load its package. @throws UsageError, SignInNeeded */
export async function openRestClient(
  profile: RestProfile,
  { as, home }: Settings,
  side: Side = 'main',
): Promise<RestUse> {
  const { fileTokenStore, restClient, tokenFile } = await import('@rightsmith/client-rest');
  const issuer = issuerOf(profile);
  // The user of the operating system is nobody to a service.
  const user = as.from === 'operating system' ? undefined : as.value;
  const place = issuer ?? { issuer: profile.url ?? '', clientId: CLIENT_ID };
  const path = tokenFile(join(home.value, 'tokens'), place, as.value);
  const licenses = join(home.value, 'licenses', basename(path, '.tokens'));
  let opened: Promise<Vault> | undefined;
  const vault = (): Promise<Vault> => (opened ??= homeVault(home.value, side));
  const store = fileTokenStore(path, vault);
  const { tokens, from } = await tokensOf(issuer, store, side);
  const { url, hosts, keepLicenses = false } = profile;
  const rest = restClient({
    tokens,
    ...(url !== undefined && { url }),
    ...(hosts !== undefined && { hosts }),
    ...(user !== undefined && { user }),
  });
  const licenseStore = keepLicenses ? fileLicenseStore(licenses, await vault()) : memoryLicenseStore();
  return {
    rest,
    client: cachedClient(rest, { identity: as.value, store: licenseStore }),
    ...(issuer !== undefined && { issuer }),
    store,
    tokensFrom: from,
    forget: async () => {
      await removeFolder(licenses);
      return store.remove();
    },
    close: () => rest.close(),
  };
}

function homeVault(home: string, side: Side): Promise<Vault> {
  const passphrase = environmentPassphrase(side);
  return openVault(join(home, 'vault.key'), { ...(passphrase !== undefined && { passphrase }) });
}

function issuerOf({ issuer, clientId = CLIENT_ID, scope, audience }: RestProfile): IdentityProvider | undefined {
  if (issuer === undefined) return undefined;
  return {
    issuer,
    clientId,
    ...(scope !== undefined && { scope }),
    ...(audience !== undefined && { audience }),
  };
}

/** From the environment only, as secrets must: other users of the computer can read command lines. */
async function tokensOf(
  issuer: IdentityProvider | undefined,
  store: TokenStore,
  side: Side,
): Promise<{ readonly tokens: TokenSource; readonly from: RestUse['tokensFrom'] }> {
  const { clientCredentials, keptTokens, staticToken } = await import('@rightsmith/client-rest');
  // What is for one service must not reach the other.
  const prefix = side === 'from' ? 'RIGHTSMITH_FROM_' : 'RIGHTSMITH_';
  const [token, clientSecret] = ['TOKEN', 'CLIENT_SECRET'].map((name) => process.env[prefix + name] ?? '');
  if (token !== undefined && token !== '') return { tokens: staticToken(token), from: 'RIGHTSMITH_TOKEN' };
  if (issuer === undefined) return { tokens: noTokens, from: 'nowhere' };
  if (clientSecret !== undefined && clientSecret !== '')
    return { tokens: clientCredentials({ ...issuer, clientSecret }), from: 'RIGHTSMITH_CLIENT_SECRET' };
  return { tokens: keptTokens(issuer, store), from: 'login' };
}

const noTokens: TokenSource = () =>
  Promise.reject(
    new SignInNeeded('The profile does not say where to sign in.', {
      hint: 'Add "issuer" to the profile, or give a token in RIGHTSMITH_TOKEN.',
    }),
  );

async function removeFolder(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch (cause) {
    throw new CannotWrite('The kept use licences cannot be removed.', { where: { file: path }, cause });
  }
}
