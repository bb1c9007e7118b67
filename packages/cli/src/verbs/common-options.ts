import type { OutputChoice, Presentation, SessionOptions } from '../job/job.js';
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
