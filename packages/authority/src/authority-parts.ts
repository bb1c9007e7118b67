import type { Clock, RandomSource } from '@rightsmith/core';
import type { Directory, KnownIdentity } from './directory/directory.js';
import type { TenantStore } from './keys/tenant-store.js';
import type { CheckedLicenses } from './open/checked-licenses.js';
import type { AuthorityRecord } from './record/authority-record.js';
import type { RevocationStore } from './store/revocation-store.js';
import type { TemplateStore } from './templates/template-store.js';

/** What issuing and opening work with. */
export interface AuthorityParts {
  readonly tenant: TenantStore;
  readonly templates: TemplateStore;
  readonly directory: Directory;
  readonly record: AuthorityRecord;
  readonly revocations: RevocationStore;
  readonly licenses: CheckedLicenses;
  /** Keys of the use licences issued by this object by their `keyHandle`, as long as somebody holds that: a key never stands on it. */
  readonly issuedKeys: WeakMap<object, IssuedKey>;
  /** Fires when the authority is closed. */
  readonly closed: AbortSignal;
  readonly clock: Clock;
  readonly random: RandomSource;
}

/** Who a client speaks for. */
export interface Requester extends KnownIdentity {
  /** As asserted. */
  readonly address: string;
  /** Whether it asks to open as super user. */
  readonly superUser: boolean;
  /** Whether it may do for a document what its owner may, short of opening it. */
  readonly administrator: boolean;
}

/** What the authority remembers of a use licence it issued, to publish again under the same key. */
export interface IssuedKey {
  readonly key: Uint8Array;
  readonly contentId: string;
  readonly owner: string | undefined;
  /** Whether the licence allows to change the policy. */
  readonly mayRepublish: boolean;
  /** Whether it gives the right to everything, which changing the owner needs. */
  readonly isOwner: boolean;
}
