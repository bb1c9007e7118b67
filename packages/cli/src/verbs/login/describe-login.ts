import type { SignInJob } from '../../job/job.js';
import type { VerbFor } from '../verb.js';

/** `rightsmith login` as data. */
export const LOGIN: VerbFor<SignInJob> = {
  name: 'login',
  files: 'none',
  summary: 'sign in to the service of the profile',
  notes: [
    'Shows a page and a code to enter there, and waits. Tokens are kept in the home, encrypted under RIGHTSMITH_PASSPHRASE if that is set.',
    'Needs a profile with "client": "rest" and an "issuer". With RIGHTSMITH_TOKEN or RIGHTSMITH_CLIENT_SECRET nobody has to sign in.',
  ],
  options: {},
};

/** `rightsmith logout` as data. */
export const LOGOUT: VerbFor<SignInJob> = {
  name: 'logout',
  files: 'none',
  summary: 'forget the tokens and use licences kept for the profile',
  notes: [],
  options: {},
};
