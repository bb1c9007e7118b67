import {
  UsageError,
  allowsRight,
  throwIfAborted,
  type CipherMode,
  type LocalizedName,
  type Policy,
  type PublishRequest,
  type StringMap,
} from '@rightsmith/core';
import type { AuthorityParts, Requester } from '../authority-parts.js';
import { issueLicense, type IssuedLicense } from '../issue/publish.js';
import { decide, type AnswerReason, type Decision } from '../open/acquire.js';
import { useTimes, type UseTimes } from '../open/issue-use-license.js';

/** What the authority answers to somebody who wants to open a licence; it is on record already. */
export interface AccessAnswer {
  readonly contentId: string;
  /** Address. */
  readonly owner?: string;
  readonly referral?: string;
  /** Of the template or the custom policy; absent in licences that name none. */
  readonly descriptor?: { readonly id: string; readonly names: readonly LocalizedName[] };
  readonly fromTemplate: boolean;
  /** Application data anybody can read. */
  readonly signedData: StringMap;
  /** Why it was granted, or not. */
  readonly reason: AnswerReason;
  /** Absent where access is denied. */
  readonly granted?: GrantedAccess;
}

/** What somebody may do, and the key for it. */
export interface GrantedAccess extends UseTimes {
  /** Upper case; OWNER stands for all. */
  readonly rights: readonly string[];
  readonly key: Uint8Array;
  readonly mode: CipherMode;
  /** Only where the rights allow to see it. */
  readonly policy?: Policy;
}

/** The authority as a server uses it for one person: as its clients, but with keys in the clear and denials as answers. */
export interface AuthorityService {
  /** @throws as {@link RmsClient.publish} */
  publish(request: PublishRequest, signal: AbortSignal): Promise<IssuedLicense>;
  /** @throws CorruptFile, Tampered, LimitReached, NotSupportedByClient for a licence that is not ours or not whole; CannotRead, CannotWrite */
  open(license: Uint8Array, signal: AbortSignal): Promise<AccessAnswer>;
}

/** Makes the {@link AuthorityService} of somebody. */
export function authorityService(requester: Requester, parts: AuthorityParts): AuthorityService {
  const begin = (signal: AbortSignal): void => {
    if (parts.closed.aborted) throw new UsageError('The authority was closed.');
    throwIfAborted(signal);
  };
  return {
    publish: async (request, signal) => {
      begin(signal);
      return issueLicense(request, requester, parts, signal);
    },
    open: async (license, signal) => {
      begin(signal);
      return answerOf(await decide(license, requester, parts, { signal }), requester.address);
    },
  };
}

function answerOf(decision: Decision, issuedTo: string): AccessAnswer {
  const { license, content, access, referral } = decision;
  const { contentId, owner, descriptor, appData } = license;
  return {
    contentId,
    ...(owner !== undefined && { owner }),
    ...(referral !== undefined && { referral }),
    ...(descriptor !== undefined && { descriptor: { id: descriptor.id, names: content.policy.names } }),
    fromTemplate: content.fromTemplate,
    signedData: appData,
    reason: access.reason,
    ...(access.granted && { granted: grantedAccess(decision, issuedTo) }),
  };
}

function grantedAccess(decision: Decision, issuedTo: string): GrantedAccess {
  const { content, access } = decision;
  const { key, mode, policy } = content;
  return {
    rights: access.rights,
    key,
    mode,
    ...useTimes({ ...decision, issuedTo }),
    ...(allowsRight(access.rights, 'VIEWRIGHTSDATA') && { policy }),
  };
}
