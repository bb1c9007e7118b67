import { AUTHORITY_SHOW } from './authority-show/describe-authority-show.js';
import { CAT } from './cat/describe-cat.js';
import { DOCTOR } from './doctor/describe-doctor.js';
import { FORMATS } from './formats/describe-formats.js';
import { INSPECT } from './inspect/describe-inspect.js';
import { PROTECT } from './protect/describe-protect.js';
import { STATUS } from './status/describe-status.js';
import { UNPROTECT } from './unprotect/describe-unprotect.js';
import type { VerbDescription } from './verb.js';
import { VERIFY } from './verify/describe-verify.js';

/** Every verb, in the order help shows them. */
export const VERBS: readonly VerbDescription[] = [
  PROTECT,
  UNPROTECT,
  CAT,
  INSPECT,
  STATUS,
  VERIFY,
  FORMATS,
  AUTHORITY_SHOW,
  DOCTOR,
];

/** What verbs of two words are about, by their first word; one clause each. */
export const VERB_SUBJECTS: Readonly<Record<string, string>> = { authority: 'the embedded authority' };
