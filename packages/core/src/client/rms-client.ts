import type { ContentCipher } from '../cipher/content-cipher.js';
import type { CustomPolicy, Label, LocalizedName, Policy } from '../rights/policy.js';
import type { Clock, Logger, StringMap } from '../types.js';
import type { WarningCode } from '../warnings.js';

/** What a client can do; fixed data. */
export interface ClientInfo {
  /** `authority`, `rest`, `msipc`. */
  readonly id: string;
  readonly can: {
    /** Policies that are not from a template. */
    readonly custom: boolean;
    /** Publish again under the content key of an acquired licence. */
    readonly reuseKey: boolean;
    /** Answer without the network. */
    readonly offline: boolean;
    /** Register documents for tracking. */
    readonly tracking: boolean;
  };
}

/** Surroundings of one call. */
export interface ClientContext {
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Never touch the network; fail with SignInNeeded or NetworkError if it must. */
  readonly offline: boolean;
  /** A person is there to answer a question. */
  readonly interactive: boolean;
  /** BCP 47 tags in order of preference. */
  readonly languages: readonly string[];
  /** What a use licence is wanted for, for the record of the service; absent: to open. It decides nothing. */
  readonly purpose?: AccessPurpose;
}

/** What a use licence is wanted for. */
export type AccessPurpose = 'open' | 'unprotect' | 'republish';

/** A template as a list shows it. */
export interface TemplateSummary {
  /** GUID, lower case, no braces. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly names: readonly LocalizedName[];
  readonly issuer?: string;
}

/** A service that may sign policies. */
export interface Issuer {
  readonly id: string;
  readonly name: string;
  readonly custom: boolean;
}

/** What to publish. */
export interface PublishRequest {
  /** A template by id or name, or a policy of its own. */
  readonly policy: { readonly template: string } | CustomPolicy;
  /** Address of the owner; absent: the client's identity. */
  readonly owner?: string;
  /**
   * Whom a service publishes for: he owns the content unless `owner` names another, and the template must be one he may use.
   * A client that knows no delegation takes it for the owner.
   */
  readonly onBehalfOf?: string;
  readonly labels: readonly Label[];
  /** Application data anybody can read. */
  readonly signedData?: StringMap;
  /** Application data only the service and holders of VIEWRIGHTSDATA can read. */
  readonly encryptedData?: StringMap;
  /** AES-128 in ECB, for readers from before 2015. */
  readonly deprecatedAlgorithms: boolean;
  /**
   * Publish again under this licence's content key and content id; the new licence names the mode of its cipher. Needs a
   * `keyHandle` of this client. A client without `reuseKey` rejects with NotSupportedByClient.
   */
  readonly sameKeyAs?: UseLicense;
}

/** A new publishing licence and the key that goes with it. */
export interface Publication {
  /** Encoded for a PFILE, UTF-8 with byte order mark; see `encodeLicense` for other containers. */
  readonly license: Uint8Array;
  readonly contentId: string;
  readonly owner: string;
  /** The receiver closes it. */
  readonly cipher: ContentCipher;
  /** What the caller should know about it. */
  readonly warnings?: readonly WarningCode[];
}

/** What one identity may do with one content, and the key for it. */
export interface UseLicense {
  /** GUID, lower case, no braces. */
  readonly contentId: string;
  readonly owner?: string;
  /** Address it was issued to. */
  readonly issuedTo?: string;
  /** OWNER implies all; custom rights too. */
  allows(right: string): Promise<boolean>;
  /** The known ones at least, upper case; a driver may have had to ask for each. */
  readonly rights: readonly string[];
  /** For holders of VIEWRIGHTSDATA or OWNER, else undefined. */
  policy(): Promise<Policy | undefined>;
  /** When the content itself ends, UTC. */
  readonly contentValidUntil?: Date;
  /** When this answer ends, UTC. */
  readonly validUntil?: Date;
  /** Whether it may be kept for use without the service. */
  readonly offline: boolean;
  readonly referral?: string;
  /** The receiver closes it. */
  readonly cipher: ContentCipher;
  /**
   * The licence as text that `parseUseLicenseJson` reads, the content key in clear among it: for stores that encrypt. Absent where
   * the key is out of reach.
   */
  serialize?(): string;
  /**
   * Stands for the content key at the client that issued the licence, to publish again under it; an object without a
   * secret. Absent where the client cannot reuse keys. Whoever copies or wraps a use licence passes it on: it is by this
   * object, not by the licence around it, that the client knows its key again.
   */
  readonly keyHandle?: object;
}

/** What tells the service about a document to be tracked; rms-client-features.md TRK-1. */
export interface Tracking {
  readonly contentName: string;
  readonly notify: 'off' | 'all' | 'denied';
}

/**
 * The port to a rights service, bound to one identity when it is made. Methods may be called at the same time.
 * Only errors of the catalogue leave it.
 */
export interface RmsClient {
  readonly info: ClientInfo;
  /** Templates this identity may publish with, sorted by name. */
  templates(context: ClientContext): Promise<readonly TemplateSummary[]>;
  /** The policy of one of them, by id or name; undefined where the service does not tell it. @throws TemplateNotFound */
  template?(idOrName: string, context: ClientContext): Promise<Policy | undefined>;
  /** @throws TemplateNotFound, TemplateArchived, NotSupportedByClient, SignInNeeded, ServiceError, NetworkError, UsageError (a policy that cannot be expressed) */
  publish(request: PublishRequest, context: ClientContext): Promise<Publication>;
  /**
   * Exchanges a publishing licence (bytes as a container stores them, any encoding of licenses.md §9) for a use licence.
   * Never returns a licence without a right.
   *
   * @throws AccessDenied (with the referral), Expired, Revoked, SignInNeeded, ServiceError, NetworkError, CorruptFile, Tampered
   */
  acquire(license: Uint8Array, context: ClientContext): Promise<UseLicense>;
  issuers?(context: ClientContext): Promise<readonly Issuer[]>;
  register?(license: Uint8Array, tracking: Tracking, context: ClientContext): Promise<void>;
  /** Idempotent. */
  close(): Promise<void>;
}
