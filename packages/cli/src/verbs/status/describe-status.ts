import type { StatusJob } from '../../job/job.js';
import { OUTPUT_OPTIONS } from '../common-options.js';
import type { VerbFor } from '../verb.js';

/** `rightsmith status` as data. */
export const STATUS: VerbFor<StatusJob> = {
  name: 'status',
  files: 'many',
  summary: 'ask whether files are protected',
  notes: ['Exits with 0 if all files are protected and with 20 if one is not.'],
  options: { filename: OUTPUT_OPTIONS.filename },
};
