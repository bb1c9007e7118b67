import type { StatusJob } from '../../job/job.js';
import { OUTPUT_OPTIONS, READ_MANY_OPTIONS } from '../common-options.js';
import type { VerbFor } from '../verb.js';

/** `rightsmith status` as data. */
export const STATUS: VerbFor<StatusJob> = {
  name: 'status',
  files: 'any',
  summary: 'ask whether files are protected',
  notes: ['Exits with 0 if all files are protected, with 20 if one is not, and with 61 if some could not be read.'],
  options: { filename: OUTPUT_OPTIONS.filename, ...READ_MANY_OPTIONS },
};
