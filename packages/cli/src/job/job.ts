/** Where a verb reads and writes. Every member is the option of the same name; `rightsmith VERB --help` explains it. */
export interface OutputChoice {
  readonly output?: string;
  readonly inPlace?: boolean;
  readonly force?: boolean;
  readonly filename?: string;
}

/** Protects files. */
export interface ProtectJob extends OutputChoice {
  readonly verb: 'protect';
  readonly files: readonly string[];
  readonly template?: string;
  readonly to?: readonly string[];
  readonly role?: readonly string[];
  readonly doNotForward?: boolean;
  readonly encryptOnly?: boolean;
  readonly owner?: string;
  readonly expires?: string;
  readonly offline?: number;
  readonly referral?: string;
  readonly name?: string;
  readonly description?: string;
  readonly deprecatedAlgorithms?: boolean;
  readonly pfile?: boolean;
  readonly native?: boolean;
}

/** Removes protection. */
export interface UnprotectJob extends OutputChoice {
  readonly verb: 'unprotect';
  readonly files: readonly string[];
  readonly useLicense?: string;
}

/** Writes the plaintext of one protected file to standard output. */
export interface CatJob {
  readonly verb: 'cat';
  readonly files: readonly string[];
  readonly output?: string;
  readonly force?: boolean;
  readonly filename?: string;
  readonly useLicense?: string;
}

/** Tells everything that can be known about one file without a key. */
export interface InspectJob {
  readonly verb: 'inspect';
  readonly files: readonly string[];
  readonly license?: string;
  readonly force?: boolean;
  readonly filename?: string;
}

/** Asks whether files are protected. */
export interface StatusJob {
  readonly verb: 'status';
  readonly files: readonly string[];
  readonly filename?: string;
}

/** Checks the signatures of one file's licence, or of a bare licence. */
export interface VerifyJob {
  readonly verb: 'verify';
  readonly files: readonly string[];
  readonly filename?: string;
}

/** Lists the formats. */
export interface FormatsJob {
  readonly verb: 'formats';
  readonly files: readonly string[];
}

/** Tells the public facts about the embedded authority. */
export interface AuthorityShowJob {
  readonly verb: 'authority show';
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
  ProtectJob | UnprotectJob | CatJob | InspectJob | StatusJob | VerifyJob | FormatsJob | AuthorityShowJob | DoctorJob;

/** What a job is done with: who asks and where things are kept. */
export interface SessionOptions {
  /** Address of the identity to act as. */
  readonly as?: string;
  /** Folder of the embedded authority. */
  readonly home?: string;
  /** Configuration file to read instead of `config.json` in the home. */
  readonly config?: string;
  /** Profile of the configuration to use. */
  readonly profile?: string;
}

/** How results are told. */
export interface Presentation {
  readonly json?: boolean;
  readonly ndjson?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}
