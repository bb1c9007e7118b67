import type { Credential, Msipc } from '@rightsmith/client-msipc';
import { SignInNeeded, type RmsClient } from '@rightsmith/core';
import type { MsipcProfile } from './config/profile.js';

/** Microsoft's RMS Client as a profile wants it. */
export interface MsipcUse {
  readonly msipc: Msipc;
  readonly client: RmsClient;
  close(): Promise<void>;
}

/** Opens it. Only profiles of this client load its package. @throws NotSupportedByClient where it is missing; UsageError, SignInNeeded */
export async function openMsipcClient(profile: MsipcProfile): Promise<MsipcUse> {
  const { openMsipc } = await import('@rightsmith/client-msipc');
  const { library, mode, storeName, application, service, consent, keepKey } = profile;
  const credential = credentialOf(profile);
  // Its questions are windows; only whoever started this at a terminal is sure to see them.
  const interactive = process.stdin.isTTY && process.stderr.isTTY && mode !== 'server';
  const msipc = await openMsipc({ library, mode, storeName, application });
  try {
    return {
      msipc,
      client: msipc.clientFor({ credential, service, consent, keepKey, interactive }),
      close: () => msipc.close(),
    };
  } catch (error) {
    await msipc.close();
    throw error;
  }
}

const KEY_VARIABLE = 'RIGHTSMITH_MSIPC_KEY';

/** The key of a service principal stands in no file. @throws SignInNeeded where it is nowhere */
function credentialOf({ credential }: MsipcProfile): Credential | undefined {
  if (credential === undefined) return undefined;
  if ('certificate' in credential) {
    return { kind: 'certificate', thumbprint: credential.certificate, store: credential.store };
  }
  const key = process.env[KEY_VARIABLE] ?? '';
  if (key === '') {
    throw new SignInNeeded('The key of the service principal is missing.', { hint: `Set ${KEY_VARIABLE} to it.` });
  }
  return { kind: 'key', key, principal: credential.principal, tenant: credential.tenant };
}
