import { NotSupportedByClient, UsageError } from '@rightsmith/core';
import type { SERIALIZE_FLAG, ENCRYPTION_PACKAGE } from './abi/constants.js';
import type { ServiceAddress } from './thread/messages.js';
import type { TokenProvider } from './thread/sign-in-thread.js';

/** How the RMS Client is opened. It keeps these for the whole process. */
export interface MsipcOptions {
  /** Path of msipc.dll; absent: the installed one, as the registry tells. */
  readonly library?: string | undefined;
  /** `client`, the default: a person's program. `server`: never asks anybody; credentials by key and certificate are for it alone. */
  readonly mode?: 'client' | 'server' | undefined;
  /** Folder for the licence store, 1 to 8 characters; absent: the one that all programs share. */
  readonly storeName?: string | undefined;
  /** Application identity for the client's own sign-in to Azure. */
  readonly application?: { readonly clientId: string; readonly redirectUri: string } | undefined;
}

/** Signs in by tokens of the application; rms-client-features.md AUTH-3. */
export interface OAuthCredential {
  readonly kind: 'oauth';
  /** Called whenever the library asks, for as long as a client is open. What it throws is what the call fails with. */
  readonly token: TokenProvider;
}

/** Signs in a service principal; server mode only (AUTH-4). */
export interface SymmetricKeyCredential {
  readonly kind: 'key';
  /** Base64. */
  readonly key: string;
  /** Id of the principal. */
  readonly principal: string;
  /** Id of the tenant. */
  readonly tenant: string;
}

/** Signs in by a certificate of the user's store; server mode only (AUTH-5). */
export interface CertificateCredential {
  readonly kind: 'certificate';
  /** SHA-1 in hex, blanks and colons allowed, as certificate windows show it. */
  readonly thumbprint: string;
  /** Default `MY`. */
  readonly store?: string | undefined;
}

export type Credential = OAuthCredential | SymmetricKeyCredential | CertificateCredential;

/** How one client works with the open library. */
export interface MsipcClientOptions {
  /** Absent: the user of Windows, or the library's own sign-in. */
  readonly credential?: Credential | undefined;
  /** Absent: the library finds its service. */
  readonly service?: ServiceAddress | undefined;
  /** The person has agreed that servers may be contacted for the first time. */
  readonly consent?: boolean | undefined;
  /** A person is there to answer windows, whatever the contexts of calls say. */
  readonly interactive?: boolean | undefined;
  /** Handle of the window (HWND) that questions belong to. */
  readonly window?: bigint | undefined;
  /** Where the content key is kept for whoever publishes. Default `everywhere`: he opens his own content offline (rms-client-features.md PUB-2). */
  readonly keepKey?: keyof typeof SERIALIZE_FLAG | undefined;
  /** Default: the library's own choice, AES-256 since 2015. */
  readonly encryption?: keyof typeof ENCRYPTION_PACKAGE | undefined;
}

/** @throws UsageError */
export function checkOptions({ storeName }: MsipcOptions): void {
  if (storeName === undefined || /^[A-Za-z0-9_-]{1,8}$/.test(storeName)) return;
  throw new UsageError('The name of the licence store must be 1 to 8 letters, digits, hyphens or underscores.');
}

/** @throws UsageError, NotSupportedByClient */
export function checkClientOptions({ credential, service }: MsipcClientOptions, server: boolean, oauth: boolean): void {
  if (service !== undefined && service.extranet === undefined && service.intranet === undefined) {
    throw new UsageError('The address of the service needs an extranet or an intranet URL.');
  }
  if (credential === undefined) return;
  if (credential.kind === 'oauth') {
    if (oauth) return;
    throw new NotSupportedByClient('The installed RMS Client takes no tokens.', {
      hint: 'Install its latest version.',
    });
  }
  if (!server) throw new UsageError(`A credential by ${credential.kind} is for the mode "server" only.`);
  if (credential.kind === 'certificate' && !/^[0-9a-f]{40}$/.test(thumbprintOf(credential))) {
    throw new UsageError('The thumbprint of a certificate must be the 40 hexadecimal digits of its SHA-1.');
  }
}

/** Forty lower-case digits, if it is a thumbprint. */
export function thumbprintOf({ thumbprint }: CertificateCredential): string {
  return thumbprint.replace(/[\s:\u200e]/g, '').toLowerCase();
}
