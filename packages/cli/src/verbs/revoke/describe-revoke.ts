import type { RevokeJob } from '../../job/job.js';
import { OUTPUT_OPTIONS, SUPER_USER } from '../common-options.js';
import type { VerbFor } from '../verb.js';

const OPTIONS = { superUser: SUPER_USER, filename: OUTPUT_OPTIONS.filename };
const WHO = 'For its owner, and with --super-user for super users.';

/** `rightsmith revoke` as data. */
export const REVOKE: VerbFor<RevokeJob> = {
  name: 'revoke',
  files: 'one',
  summary: 'withdraw access to a protected file from everybody but its owner',
  notes: [WHO, 'All copies of the file are meant. Who holds a use licence already goes on until that ends.'],
  options: OPTIONS,
};

/** `rightsmith restore` as data. */
export const RESTORE: VerbFor<RevokeJob> = {
  name: 'restore',
  files: 'one',
  summary: 'give back access to a protected file that was withdrawn',
  notes: [WHO],
  options: OPTIONS,
};
