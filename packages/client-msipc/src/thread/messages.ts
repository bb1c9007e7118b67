import type { Feature } from '../abi/features.js';
import type { Missing } from '../library/missing.js';

// What crosses between the thread of the caller and that of the library: plain data only. Handles stay there; keys are numbers.

/** Where a service is; rms-client-features.md DISC-5, DISC-6. */
export interface ServiceAddress {
  readonly extranet?: string | undefined;
  readonly intranet?: string | undefined;
  /** The addresses are those of the licensing server; else of the certification cluster. */
  readonly licensing?: boolean | undefined;
}

export type PromptCredential =
  | { readonly kind: 'oauth'; readonly callback: bigint; readonly context: number }
  | { readonly kind: 'key'; readonly key: string; readonly principal: string; readonly tenant: string }
  | { readonly kind: 'certificate'; readonly thumbprint: string; readonly store: string };

/** The surroundings of one call; rms-client-features.md §3. */
export interface Prompt {
  /** Of `PROMPT_FLAG`. */
  readonly flags: number;
  readonly window?: bigint;
  /** Handle of an event. */
  readonly cancel?: bigint;
  readonly credential?: PromptCredential;
}

export interface TemplateFacts {
  readonly id: string;
  readonly lcid: number;
  readonly name: string;
  readonly description: string;
  readonly issuer: string;
}

export interface IssuerFacts {
  readonly extranet: string;
  readonly intranet: string;
  readonly name: string;
  readonly fromScratch: boolean;
}

export type NamedValues = readonly (readonly [name: string, value: string])[];

/** 100 ns since 1601, UTC. */
export interface Term {
  readonly start: bigint;
  readonly duration: bigint;
}

export interface UserRights {
  /** Of `USER_TYPE`. */
  readonly type: number;
  readonly id: string;
  readonly rights: readonly string[];
}

export interface DescriptorFacts {
  readonly lcid: number;
  readonly name: string;
  readonly description: string;
}

/** What a license from scratch says. */
export interface ScratchPolicy {
  readonly names: readonly DescriptorFacts[];
  readonly userRights: readonly UserRights[];
  readonly term?: Term;
  readonly interval?: number;
  readonly referral?: string;
  /** False: the owner gets nothing that the rights do not give him. */
  readonly grantOwner?: boolean;
}

export interface PublishCall {
  readonly prompt: Prompt;
  readonly service?: ServiceAddress | undefined;
  /** A template by the id the library gave it. */
  readonly from: { readonly template: string } | { readonly scratch: ScratchPolicy };
  readonly owner?: string | undefined;
  readonly encryptedData: NamedValues;
  readonly clearData: NamedValues;
  readonly deprecatedAlgorithms: boolean;
  /** Of `ENCRYPTION_PACKAGE`. */
  readonly encryptionPackage?: number | undefined;
  /** Publish again under this key. */
  readonly sameKey?: { readonly key: number; readonly contentId: string } | undefined;
  /** Of `SERIALIZE_FLAG`. */
  readonly flags: number;
}

export interface Published {
  readonly license: Uint8Array;
  readonly contentId: string;
  readonly owner: string;
  readonly key: number;
  readonly blockSize: number;
  /** Of `ENCRYPTION_PACKAGE`, where the library tells. */
  readonly encryptionPackage?: number;
}

export interface AcquireCall {
  readonly prompt: Prompt;
  readonly license: Uint8Array;
  /** Rights to ask for. */
  readonly rights: readonly string[];
}

export interface PolicyFacts {
  readonly userRights: readonly UserRights[];
  readonly encryptedData: NamedValues;
  readonly descriptor?: DescriptorFacts;
}

export interface Acquired {
  readonly key: number;
  readonly blockSize: number;
  readonly encryptionPackage?: number;
  readonly contentId: string;
  readonly owner?: string;
  readonly userName?: string;
  readonly referral?: string;
  /** Those of the asked that are granted. */
  readonly rights: readonly string[];
  readonly term?: Term;
  readonly interval?: number;
  /** Where the rights allow it. */
  readonly policy?: PolicyFacts;
}

export interface RegisterCall {
  readonly prompt: Prompt;
  readonly license: Uint8Array;
  readonly contentName: string;
  /** Of `NOTIFICATION`. */
  readonly notification: number;
}

export interface OpenCall {
  readonly library?: string | undefined;
  /** Of `API_MODE`. */
  readonly mode: number;
  readonly storeName?: string | undefined;
  readonly application?: { readonly clientId: string; readonly redirectUri: string } | undefined;
}

export interface Opened {
  readonly path: string;
  readonly version: string;
  readonly features: readonly Feature[];
}

export interface CryptCall {
  readonly key: number;
  readonly block: number;
  readonly final: boolean;
  readonly bytes: Uint8Array;
}

/** Items one after the other in `bytes`. */
export interface ItemsCall {
  readonly key: number;
  readonly bytes: Uint8Array;
  readonly lengths: readonly number[];
}

/** As {@link ItemsCall}; −1 is the length of an item that could not be decrypted. */
export interface Items {
  readonly bytes: Uint8Array;
  readonly lengths: readonly number[];
}

/** Everything the thread of the library does. */
export interface Operations {
  open: { readonly call: OpenCall; readonly answer: Opened };
  templates: {
    readonly call: {
      readonly prompt: Prompt;
      readonly service?: ServiceAddress | undefined;
      /** 0: the language of the user. */
      readonly lcids: readonly number[];
      readonly forceDownload?: boolean | undefined;
    };
    readonly answer: readonly TemplateFacts[];
  };
  issuers: {
    readonly call: { readonly prompt: Prompt; readonly service?: ServiceAddress | undefined };
    readonly answer: readonly IssuerFacts[];
  };
  publish: { readonly call: PublishCall; readonly answer: Published };
  acquire: { readonly call: AcquireCall; readonly answer: Acquired };
  register: { readonly call: RegisterCall; readonly answer: undefined };
  accessCheck: { readonly call: { readonly key: number; readonly right: string }; readonly answer: boolean };
  encrypt: { readonly call: CryptCall; readonly answer: Uint8Array };
  decrypt: { readonly call: CryptCall; readonly answer: Uint8Array };
  encryptItems: { readonly call: ItemsCall; readonly answer: Items };
  decryptItems: { readonly call: ItemsCall; readonly answer: Items };
  closeKey: { readonly call: { readonly key: number }; readonly answer: undefined };
  protectWindow: { readonly call: { readonly window: bigint; readonly protect: boolean }; readonly answer: undefined };
  close: { readonly call: undefined; readonly answer: undefined };
}

export type OperationName = keyof Operations;

/** Why an operation failed. */
export type Failure =
  | {
      readonly kind: 'hresult';
      readonly functionName: string;
      readonly hresult: number;
      readonly text?: string | undefined;
      readonly referral?: string | undefined;
    }
  | { readonly kind: 'missing'; readonly missing: Missing }
  | { readonly kind: 'no-issuer' }
  | { readonly kind: 'setting-ignored'; readonly setting: string }
  | { readonly kind: 'key-closed' | 'undecryptable' }
  | { readonly kind: 'unexpected'; readonly message: string };

export interface CallMessage {
  readonly id: number;
  readonly name: OperationName;
  readonly call: unknown;
}

export interface AnswerMessage {
  readonly id: number;
  readonly answer?: unknown;
  readonly failure?: Failure;
}
