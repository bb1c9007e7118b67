import {
  AUTHORITY_EXPORT,
  AUTHORITY_IMPORT,
  AUTHORITY_ROTATE,
  AUTHORITY_SET_PASSPHRASE,
  AUTHORITY_SET_URL,
  AUTHORITY_SHOW,
} from './authority/describe-authority.js';
import { AUDIT_SHOW, AUDIT_VERIFY } from './audit/describe-audit.js';
import { CAT } from './cat/describe-cat.js';
import { COMPLETION } from './completion/describe-completion.js';
import { DOCTOR } from './doctor/describe-doctor.js';
import { FORMATS } from './formats/describe-formats.js';
import { GRANTS } from './grants/describe-grants.js';
import { INSPECT } from './inspect/describe-inspect.js';
import { LOGIN, LOGOUT } from './login/describe-login.js';
import { MIGRATE } from './migrate/describe-migrate.js';
import { PROTECT } from './protect/describe-protect.js';
import { REPUBLISH } from './republish/describe-republish.js';
import { RESTORE, REVOKE } from './revoke/describe-revoke.js';
import { SERVE } from './serve/describe-serve.js';
import { RIGHTS_CAN, RIGHTS_DIFF, RIGHTS_SHOW, RIGHTS_WHO } from './rights/describe-rights.js';
import { SHARD } from './shard/describe-shard.js';
import { STATUS } from './status/describe-status.js';
import { SUPER_USERS_ADD, SUPER_USERS_LIST, SUPER_USERS_REMOVE } from './super-users/describe-super-users.js';
import { TEMPLATES_ADD, TEMPLATES_LIST, TEMPLATES_REMOVE, TEMPLATES_SHOW } from './templates/describe-templates.js';
import { UNPROTECT } from './unprotect/describe-unprotect.js';
import type { VerbDescription } from './verb.js';
import { VERIFY } from './verify/describe-verify.js';

/** Every verb, in the order help shows them. */
export const VERBS: readonly VerbDescription[] = [
  PROTECT,
  UNPROTECT,
  REPUBLISH,
  MIGRATE,
  SHARD,
  CAT,
  INSPECT,
  STATUS,
  VERIFY,
  RIGHTS_SHOW,
  RIGHTS_WHO,
  RIGHTS_CAN,
  RIGHTS_DIFF,
  GRANTS,
  REVOKE,
  RESTORE,
  AUDIT_SHOW,
  AUDIT_VERIFY,
  FORMATS,
  TEMPLATES_LIST,
  TEMPLATES_SHOW,
  TEMPLATES_ADD,
  TEMPLATES_REMOVE,
  AUTHORITY_SHOW,
  AUTHORITY_EXPORT,
  AUTHORITY_IMPORT,
  AUTHORITY_ROTATE,
  AUTHORITY_SET_PASSPHRASE,
  AUTHORITY_SET_URL,
  SUPER_USERS_LIST,
  SUPER_USERS_ADD,
  SUPER_USERS_REMOVE,
  SERVE,
  LOGIN,
  LOGOUT,
  COMPLETION,
  DOCTOR,
];

/** What verbs of several words are about, by each word but the last; one clause each. */
export const VERB_SUBJECTS: Readonly<Record<string, string>> = {
  audit: 'the record of the authority',
  rights: 'what the policies of protected files say',
  authority: 'the embedded authority',
  'super-users': 'who may open everything of the authority',
  templates: 'policies to protect with',
};
