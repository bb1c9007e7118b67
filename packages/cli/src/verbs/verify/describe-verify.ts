import type { VerifyJob } from '../../job/job.js';
import { OUTPUT_OPTIONS, READ_MANY_OPTIONS } from '../common-options.js';
import type { VerbFor } from '../verb.js';

/** `rightsmith verify` as data. */
export const VERIFY: VerbFor<VerifyJob> = {
  name: 'verify',
  files: 'any',
  summary: 'check the signatures of licences in files, or of bare licences',
  notes: [
    'Exits with 0 if every signature holds and with 51 if one does not, with 61 if that is so of some of many. Whether to trust the signer is not asked.',
    'Of many files those that are not protected are left alone.',
  ],
  options: { filename: OUTPUT_OPTIONS.filename, ...READ_MANY_OPTIONS },
};
