import type { AuthorityShowJob } from '../../job/job.js';
import type { VerbFor } from '../verb.js';

/** `rightsmith authority show` as data. */
export const AUTHORITY_SHOW: VerbFor<AuthorityShowJob> = {
  name: 'authority show',
  files: 'none',
  summary: 'tell the public facts about the embedded authority',
  notes: ['Makes the authority if there is none yet.'],
  options: {},
};
