import type { GrantsJob } from '../../job/job.js';
import { OUTPUT_OPTIONS, SUPER_USER } from '../common-options.js';
import type { VerbFor } from '../verb.js';

/** `rightsmith grants` as data. */
export const GRANTS: VerbFor<GrantsJob> = {
  name: 'grants',
  files: 'one',
  summary: 'tell who was granted or denied access to a protected file, and when',
  notes: ['For its owner, and with --super-user for super users.'],
  options: { superUser: SUPER_USER, filename: OUTPUT_OPTIONS.filename },
};
