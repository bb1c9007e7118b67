import type {
  AuthorityExportJob,
  AuthorityImportJob,
  AuthorityRotateJob,
  AuthoritySetPassphraseJob,
  AuthoritySetUrlJob,
  AuthorityShowJob,
} from '../../job/job.js';
import { OUTPUT_OPTIONS, PASSPHRASE_FILE } from '../common-options.js';
import type { VerbFor } from '../verb.js';

/** `rightsmith authority show` as data. */
export const AUTHORITY_SHOW: VerbFor<AuthorityShowJob> = {
  name: 'authority show',
  files: 'none',
  summary: 'tell the public facts about the embedded authority',
  notes: ['Makes the authority if there is none yet.'],
  options: {},
};

/** `rightsmith authority export` as data. */
export const AUTHORITY_EXPORT: VerbFor<AuthorityExportJob> = {
  name: 'authority export',
  files: 'none',
  summary: 'export the authority as JSON: its public part, or all of it',
  notes: [
    'Private keys are locked with the passphrase of --passphrase-file, else of RIGHTSMITH_PASSPHRASE, and never go to a terminal.',
  ],
  options: {
    private: { kind: 'flag', help: 'export the private keys too' },
    passphraseFile: PASSPHRASE_FILE,
    output: { ...OUTPUT_OPTIONS.output, help: 'write to this file instead of standard output (-)' },
    force: OUTPUT_OPTIONS.force,
  },
};

/** `rightsmith authority import` as data. */
export const AUTHORITY_IMPORT: VerbFor<AuthorityImportJob> = {
  name: 'authority import',
  files: 'one',
  summary: 'take over an authority from an export with private keys',
  notes: [
    'Without an authority in the home, the exported one is put there. Else its keys are added to open what they protect; none of them signs.',
    'The passphrase of the export is that of --passphrase-file, else of RIGHTSMITH_PASSPHRASE, which also locks the keys in the home.',
  ],
  options: { passphraseFile: PASSPHRASE_FILE },
};

/** `rightsmith authority rotate` as data. */
export const AUTHORITY_ROTATE: VerbFor<AuthorityRotateJob> = {
  name: 'authority rotate',
  files: 'none',
  summary: 'make a new key to sign with',
  notes: ['The keys before go on opening what they protect.'],
  options: {},
};

/** `rightsmith authority set-passphrase` as data. */
export const AUTHORITY_SET_PASSPHRASE: VerbFor<AuthoritySetPassphraseJob> = {
  name: 'authority set-passphrase',
  files: 'none',
  summary: 'lock the keys with a passphrase, or with none any more',
  notes: ['The one so far, if any, is taken from RIGHTSMITH_PASSPHRASE.'],
  options: { passphraseFile: PASSPHRASE_FILE, none: { kind: 'flag', help: 'unlock the keys' } },
};

/** `rightsmith authority set-url` as data. */
export const AUTHORITY_SET_URL: VerbFor<AuthoritySetUrlJob, 'url'> = {
  name: 'authority set-url',
  files: 'none',
  operand: { member: 'url', value: 'URL', help: 'https://rms.example.com; /_wmcs/licensing is added' },
  summary: 'set the URL that new licences name',
  notes: ['Files keep opening: a licence is recognised by its key, never by its URL.'],
  options: {},
};
