import type { CatJob } from '../../job/job.js';
import { OFFLINE, OUTPUT_OPTIONS, SUPER_USER, THREADS } from '../common-options.js';
import { LENIENT, USE_LICENSE } from '../unprotect/describe-unprotect.js';
import type { VerbFor } from '../verb.js';

/** `rightsmith cat` as data. */
export const CAT: VerbFor<CatJob> = {
  name: 'cat',
  files: 'one',
  summary: 'print what a protected file contains',
  notes: ['Needs the right VIEW. Binary content goes to a terminal only with -o -.'],
  options: {
    useLicense: USE_LICENSE,
    lenient: LENIENT,
    superUser: SUPER_USER,
    offline: OFFLINE,
    threads: THREADS,
    output: {
      ...OUTPUT_OPTIONS.output,
      help: 'write to this file, or to standard output even if it is a terminal (-)',
    },
    force: OUTPUT_OPTIONS.force,
    filename: OUTPUT_OPTIONS.filename,
  },
};
