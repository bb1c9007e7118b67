import type { FormatsJob } from '../../job/job.js';
import type { VerbFor } from '../verb.js';

/** `rightsmith formats` as data. */
export const FORMATS: VerbFor<FormatsJob> = {
  name: 'formats',
  files: 'none',
  summary: 'list the formats that can be protected',
  notes: [],
  options: {},
};
