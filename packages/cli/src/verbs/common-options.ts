import type { OutputChoice, Presentation, SessionOptions } from '../job/job.js';
import type { ManyFilesOptions, ReadManyOptions } from '../job/many-files.js';
import type { OptionDescription, OptionsFor } from './verb.js';

/** Options of the verbs that write files. */
export const OUTPUT_OPTIONS: OptionsFor<OutputChoice> = {
  output: {
    kind: 'text',
    short: 'o',
    value: 'OUT',
    help: 'write to this file, into this folder (DIR/), or to standard output (-)',
  },
  inPlace: { kind: 'flag', help: 'put the result in the place of the input' },
  force: { kind: 'flag', help: 'overwrite a file that exists' },
  filename: { kind: 'text', value: 'NAME', help: 'name of what comes from standard input, for its extension' },
};

/** How the work on many files goes. */
export const RUN_OPTIONS: OptionsFor<Pick<ManyFilesOptions, 'jobs' | 'resume' | 'maxErrors' | 'failFast'>> = {
  jobs: { kind: 'number', value: 'N', help: 'work with so many threads (else: as many as there are processors)' },
  resume: {
    kind: 'text',
    value: 'JOURNAL',
    help: 'keep a journal in this file; if it is there, continue the run that it is of',
  },
  maxErrors: { kind: 'number', value: 'N', help: 'end when more than so many files failed' },
  failFast: { kind: 'flag', help: 'end when a file fails' },
};

/** For the verbs that work on many files. */
export const MANY_FILES_OPTIONS: OptionsFor<ManyFilesOptions> = {
  recursive: { kind: 'flag', short: 'r', help: 'work on all files in folders, and in the folders in them' },
  include: { kind: 'list', value: 'GLOB', help: 'of the files in folders only those that match; may be repeated' },
  exclude: { kind: 'list', value: 'GLOB', help: 'leave out what matches in folders; may be repeated' },
  filesFrom: {
    kind: 'text',
    value: 'LIST',
    help: 'also the files that this file, or standard input (-), names: one a line, or with a zero byte behind each',
  },
  dryRun: { kind: 'flag', help: 'only tell what would become of the files' },
  manifest: { kind: 'text', value: 'DIR', help: 'with --dry-run: write the plan into manifests for rightsmith shard' },
  shards: { kind: 'number', value: 'N', help: 'with --manifest: how many manifests (else 1)' },
  ...RUN_OPTIONS,
};

/** For the verbs that read many files and write none. */
export const READ_MANY_OPTIONS: OptionsFor<ReadManyOptions> = {
  recursive: MANY_FILES_OPTIONS.recursive,
  include: MANY_FILES_OPTIONS.include,
  exclude: MANY_FILES_OPTIONS.exclude,
  filesFrom: MANY_FILES_OPTIONS.filesFrom,
  jobs: MANY_FILES_OPTIONS.jobs,
  maxErrors: MANY_FILES_OPTIONS.maxErrors,
  failFast: MANY_FILES_OPTIONS.failFast,
};

/** For the verbs that open what the authority protects. */
export const SUPER_USER: OptionDescription & { readonly kind: 'flag' } = {
  kind: 'flag',
  help: 'act as super user, if the authority lists the identity as one',
};

/** For the verbs that open what a service protects. */
export const OFFLINE: OptionDescription & { readonly kind: 'flag' } = {
  kind: 'flag',
  help: 'never ask the service: open with the use licence that was kept, if it still counts',
};

/** For the verbs that encrypt or decrypt content. */
export const THREADS: OptionDescription & { readonly kind: 'number' } = {
  kind: 'number',
  value: 'N',
  help: 'let so many threads work on long content (else 1)',
};

/** For the verbs that lock or unlock keys with a passphrase of their own. */
export const PASSPHRASE_FILE: OptionDescription & { readonly kind: 'text' } = {
  kind: 'text',
  value: 'FILE',
  help: 'read the passphrase from this file, or from standard input (-)',
};

/** Who asks, and where things are kept: for every verb, before or after it. */
export const SESSION_OPTIONS: OptionsFor<SessionOptions> = {
  as: { kind: 'text', value: 'WHO', help: 'act as this address (else the profile’s, else USER@localhost)' },
  home: { kind: 'text', value: 'DIR', help: 'folder of the embedded authority (else $RIGHTSMITH_HOME)' },
  config: { kind: 'text', value: 'PATH', help: 'configuration file (else config.json in the home)' },
  profile: { kind: 'text', value: 'NAME', help: 'profile of the configuration to use' },
  format: { kind: 'list', value: 'PLUGIN', help: 'also know this format: a path, a package, or its short name' },
  isolate: { kind: 'flag', help: 'run the formats of --format in a process of their own' },
  prefer: { kind: 'list', value: 'ID', help: 'the format that wins where two are equally certain' },
};

/** How results are told: for every verb, before or after it. */
export const PRESENTATION_OPTIONS: OptionsFor<Presentation> = {
  json: { kind: 'flag', help: 'print one JSON document, errors included' },
  ndjson: { kind: 'flag', help: 'print one line of JSON a file, errors included' },
  quiet: { kind: 'flag', help: 'print errors only' },
  verbose: { kind: 'flag', help: 'tell on standard error what is being done' },
  color: {
    kind: 'text',
    value: 'WHEN',
    choices: ['auto', 'always', 'never'],
    help: 'colour messages: auto (on a terminal, unless NO_COLOR is set), always or never',
  },
};
