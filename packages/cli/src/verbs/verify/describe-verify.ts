import type { VerifyJob } from '../../job/job.js';
import { OUTPUT_OPTIONS } from '../common-options.js';
import type { VerbFor } from '../verb.js';

/** `rightsmith verify` as data. */
export const VERIFY: VerbFor<VerifyJob> = {
  name: 'verify',
  files: 'one',
  summary: 'check the signatures of a file’s licence, or of a bare licence',
  notes: [
    'Exits with 0 if every signature holds and with 51 if one does not. Whether to trust the signer is not asked.',
  ],
  options: { filename: OUTPUT_OPTIONS.filename },
};
