import type { DoctorJob } from '../../job/job.js';
import type { VerbFor } from '../verb.js';

/** `rightsmith doctor` as data. */
export const DOCTOR: VerbFor<DoctorJob> = {
  name: 'doctor',
  files: 'none',
  summary: 'tell the surroundings: versions, home, identity, and where each value came from',
  notes: ['Changes nothing and shows no secrets.'],
  options: {},
};
