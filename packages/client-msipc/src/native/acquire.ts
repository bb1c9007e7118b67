import { HRESULT, KEY_PROPERTY, LICENSE_PROPERTY } from '../abi/constants.js';
import { HresultFailure } from '../library/hresult-failure.js';
import type { Library } from '../library/library.js';
import { inScope } from '../library/scope.js';
import type { AcquireCall, Acquired, DescriptorFacts, PolicyFacts } from '../thread/messages.js';
import type { Keys } from './keys.js';
import { keyProperties, serializedProperties, type ReadProperty } from './license-property.js';
import { promptArgument } from './prompt.js';
import { readUser } from './publish.js';
import {
  bufferArgument,
  readNameValues,
  readNumber,
  readStruct,
  readTerm,
  readText,
  readUserRights,
  text,
} from './values.js';

/** The right without which the list of rights is kept back; rms-client-features.md LIC-3, property 4. */
const READ_POLICY = 'VIEWRIGHTSDATA';

/** Gets the key of a license and everything its holder may know. The key stays open. @throws HresultFailure, with the referral where access is refused */
export function acquire(library: Library, keys: Keys, { prompt, license, rights }: AcquireCall): Acquired {
  return inScope(library, (scope) => {
    const context = promptArgument(scope, prompt);
    const handle = scope.handle((out) => {
      withReferral(library, license, () => {
        library.call('IpcGetKey', bufferArgument(license), 0, context, null, out);
      });
    });
    const acquired = describe(library, license, handle, rights);
    scope.keep(handle);
    return { ...acquired, key: keys.add(handle) };
  });
}

export function accessCheck(library: Library, key: bigint, right: string): boolean {
  const allowed = [0];
  library.call('IpcAccessCheck', key, right, allowed);
  return allowed[0] !== 0;
}

function describe(library: Library, license: Uint8Array, key: bigint, asked: readonly string[]): Omit<Acquired, 'key'> {
  const property = serializedProperties(library, license, key);
  const ofKey = keyProperties(library, key);
  const rights = asked.filter((right) => accessCheck(library, key, right));
  const term = property(LICENSE_PROPERTY.validity, readTerm, null);
  const facts = {
    owner: property(LICENSE_PROPERTY.owner, readUser, null),
    userName: ofKey(KEY_PROPERTY.userName, readText, null),
    referral: property(LICENSE_PROPERTY.referral, readText, null),
    interval: property(LICENSE_PROPERTY.interval, readNumber, null),
    encryptionPackage: property(LICENSE_PROPERTY.encryptionPackage, readNumber, null),
    policy: rights.includes(READ_POLICY) ? readPolicy(property) : undefined,
    // No duration: it never ends.
    term: term?.duration === 0n ? undefined : term,
  };
  return {
    contentId: property(LICENSE_PROPERTY.contentId, readText) ?? '',
    blockSize: ofKey(KEY_PROPERTY.blockSize, readNumber) ?? 0,
    rights,
    ...withoutUndefined(facts),
  };
}

function readPolicy(property: ReadProperty): PolicyFacts | undefined {
  const userRights = property(LICENSE_PROPERTY.userRights, readUserRights, [HRESULT.rightNotGranted]);
  if (userRights === undefined) return undefined;
  const descriptor = property(LICENSE_PROPERTY.descriptor, readDescriptor, null);
  return {
    userRights,
    encryptedData: property(LICENSE_PROPERTY.encryptedData, readNameValues, null) ?? [],
    ...(descriptor !== undefined && { descriptor }),
  };
}

function readDescriptor(library: Library, address: bigint): DescriptorFacts {
  const { lcid, wszName, wszDescription } = readStruct(library, address, 'IPC_TEMPLATE_INFO') as {
    readonly lcid: number;
    readonly wszName: string | null;
    readonly wszDescription: string | null;
  };
  return { lcid, name: text(wszName), description: text(wszDescription) };
}

/** Whoever is refused is shown whom to ask; rms-client-features.md CON-5. */
function withReferral(library: Library, license: Uint8Array, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error instanceof HresultFailure && error.hresult === HRESULT.rightNotGranted) {
      error.referral = serializedProperties(library, license, null)(LICENSE_PROPERTY.referral, readText, null);
    }
    throw error;
  }
}

type WithoutUndefined<T> = { readonly [Name in keyof T]?: Exclude<T[Name], undefined> };

function withoutUndefined<T extends object>(facts: T): WithoutUndefined<T> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as WithoutUndefined<T>;
}
