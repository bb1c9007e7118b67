import type { MigrateJob } from './migrate-job.js';
import type { ManyFilesOptions, ReadManyOptions, ShardJob } from './many-files.js';
import type { OpeningChoice } from './opening-choice.js';
import type { AuditShowJob, AuditVerifyJob, RightsCanJob, RightsDiffJob, RightsShowJob } from './rights-jobs.js';
import type { TemplatesAddJob, TemplatesListJob, TemplatesRemoveJob, TemplatesShowJob } from './template-jobs.js';

/** Where a verb reads and writes. Every member is the option of the same name; `rightsmith VERB --help` explains it. */
export interface OutputChoice {
  readonly output?: string;
  readonly inPlace?: boolean;
  readonly force?: boolean;
  readonly filename?: string;
}

/** Who may do what, until when. */
export interface PolicyOptions {
  readonly template?: string;
  readonly to?: readonly string[];
  readonly role?: readonly string[];
  readonly doNotForward?: boolean;
  readonly encryptOnly?: boolean;
  readonly expires?: string;
  readonly offline?: number;
  readonly referral?: string;
  readonly name?: string;
  readonly description?: string;
}

/** Protects files. */
export interface ProtectJob extends PolicyOptions, OutputChoice, ManyFilesOptions {
  readonly verb: 'protect';
  readonly files: readonly string[];
  readonly owner?: string;
  readonly label?: readonly string[];
  readonly onBehalfOf?: string;
  readonly deprecatedAlgorithms?: boolean;
  readonly pfile?: boolean;
  readonly native?: boolean;
  readonly allowSigned?: boolean;
  readonly helpUrl?: string;
  readonly threads?: number;
}

/** Removes protection. */
export interface UnprotectJob extends OutputChoice, OpeningChoice, ManyFilesOptions {
  readonly verb: 'unprotect';
  readonly files: readonly string[];
  readonly restoreLabel?: boolean;
}

/** Gives protected files another policy. */
export interface RepublishJob extends PolicyOptions, OutputChoice, ManyFilesOptions {
  readonly verb: 'republish';
  readonly files: readonly string[];
  readonly owner?: string;
  readonly label?: readonly string[];
  readonly rekey?: boolean;
  readonly superUser?: boolean;
}

/** Writes the plaintext of one protected file to standard output. */
export interface CatJob extends OpeningChoice {
  readonly verb: 'cat';
  readonly files: readonly string[];
  readonly output?: string;
  readonly force?: boolean;
  readonly filename?: string;
}

/** Tells everything that can be known about files without a key. */
export interface InspectJob extends ReadManyOptions {
  readonly verb: 'inspect';
  readonly files: readonly string[];
  readonly foldersOnly?: boolean;
  readonly license?: string;
  readonly trace?: boolean;
  readonly force?: boolean;
  readonly filename?: string;
}

/** Asks whether files are protected. */
export interface StatusJob extends ReadManyOptions {
  readonly verb: 'status';
  readonly files: readonly string[];
  readonly filename?: string;
}

/** Checks the signatures of licences in files, or of bare licences. */
export interface VerifyJob extends ReadManyOptions {
  readonly verb: 'verify';
  readonly files: readonly string[];
  readonly filename?: string;
}

/** Lists the formats. */
export interface FormatsJob {
  readonly verb: 'formats';
  readonly files: readonly string[];
}

/** Tells who was granted or denied access to one protected file. */
export interface GrantsJob {
  readonly verb: 'grants';
  readonly files: readonly string[];
  readonly superUser?: boolean;
  readonly filename?: string;
}

/** Withdraws access to one protected file, or gives it back. */
export interface RevokeJob {
  readonly verb: 'revoke' | 'restore';
  readonly files: readonly string[];
  readonly superUser?: boolean;
  readonly filename?: string;
}

/** Runs a service. */
export interface ServeJob {
  readonly verb: 'serve';
  readonly files: readonly string[];
  readonly host?: string;
  readonly port?: number;
  readonly url?: string;
  readonly settings?: string;
  readonly dev?: boolean;
}

/** Tells the public facts about the embedded authority. */
export interface AuthorityShowJob {
  readonly verb: 'authority show';
  readonly files: readonly string[];
}

/** Exports the authority. */
export interface AuthorityExportJob {
  readonly verb: 'authority export';
  readonly files: readonly string[];
  readonly output?: string;
  readonly force?: boolean;
  readonly private?: boolean;
  readonly passphraseFile?: string;
}

/** Imports the authority of an export. */
export interface AuthorityImportJob {
  readonly verb: 'authority import';
  readonly files: readonly string[];
  readonly passphraseFile?: string;
}

/** Makes a new tenant key. */
export interface AuthorityRotateJob {
  readonly verb: 'authority rotate';
  readonly files: readonly string[];
}

/** Locks the tenant keys with another passphrase, or none. */
export interface AuthoritySetPassphraseJob {
  readonly verb: 'authority set-passphrase';
  readonly files: readonly string[];
  readonly passphraseFile?: string;
  readonly none?: boolean;
}

/** Sets the URL of new licences. */
export interface AuthoritySetUrlJob {
  readonly verb: 'authority set-url';
  readonly files: readonly string[];
  readonly url: string;
}

/** Lists super users. */
export interface SuperUsersListJob {
  readonly verb: 'authority super-users list';
  readonly files: readonly string[];
}

/** Makes somebody a super user, or no super user any more. */
export interface SuperUsersChangeJob {
  readonly verb: 'authority super-users add' | 'authority super-users remove';
  readonly files: readonly string[];
  readonly who: string;
}

/** Prints the script that completes command lines in a shell. */
export interface CompletionJob {
  readonly verb: 'completion';
  readonly files: readonly string[];
  readonly shell: string;
}

/** Signs in to the service of the profile, or signs out and forgets what was kept. */
export interface SignInJob {
  readonly verb: 'login' | 'logout';
  readonly files: readonly string[];
}

/** Tells what surroundings Rightsmith runs in. */
export interface DoctorJob {
  readonly verb: 'doctor';
  readonly files: readonly string[];
}

/**
 * What one command line asks for, as plain data: a command line, a JSON file and code make the same object.
 * `files` names inputs as the caller wrote them, `-` is standard input; all other members are the verb's options in camel case.
 */
export type Job =
  | ProtectJob
  | UnprotectJob
  | RepublishJob
  | MigrateJob
  | ShardJob
  | CatJob
  | InspectJob
  | StatusJob
  | VerifyJob
  | GrantsJob
  | AuditShowJob
  | AuditVerifyJob
  | RightsShowJob
  | RightsCanJob
  | RightsDiffJob
  | FormatsJob
  | RevokeJob
  | ServeJob
  | TemplatesListJob
  | TemplatesShowJob
  | TemplatesAddJob
  | TemplatesRemoveJob
  | AuthorityShowJob
  | AuthorityExportJob
  | AuthorityImportJob
  | AuthorityRotateJob
  | AuthoritySetPassphraseJob
  | AuthoritySetUrlJob
  | SuperUsersListJob
  | SuperUsersChangeJob
  | SignInJob
  | CompletionJob
  | DoctorJob;

/** What a job is done with: who asks and where things are kept. */
export interface SessionOptions {
  /** Address of the identity to act as. */
  readonly as?: string;
  /** Folder of the embedded authority, and of what is kept of a service. */
  readonly home?: string;
  /** Configuration file to read instead of `config.json` in the home. */
  readonly config?: string;
  /** Profile of the configuration to use. */
  readonly profile?: string;
  /** More formats: paths, package names or short names. */
  readonly format?: readonly string[];
  /** Those formats run in a process of their own. */
  readonly isolate?: boolean;
  /** Ids of formats that win where two are equally certain, the first above all. */
  readonly prefer?: readonly string[];
}

/** How results are told. */
export interface Presentation {
  readonly json?: boolean;
  readonly ndjson?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  /** Absent: `auto`. */
  readonly color?: ColorChoice;
}

/** When to colour; `auto`: on terminals, as `NO_COLOR`, `FORCE_COLOR` and `TERM` say. */
export type ColorChoice = 'auto' | 'always' | 'never';
