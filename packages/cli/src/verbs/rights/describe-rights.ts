import type { RightsCanJob, RightsDiffJob, RightsShowJob } from '../../job/rights-jobs.js';
import { OUTPUT_OPTIONS, SUPER_USER } from '../common-options.js';
import type { VerbFor } from '../verb.js';

const SHOW_OPTIONS = { superUser: SUPER_USER, filename: OUTPUT_OPTIONS.filename };

/** `rightsmith rights show` as data. */
export const RIGHTS_SHOW: VerbFor<RightsShowJob> = {
  name: 'rights show',
  files: 'one',
  summary: 'tell what a protected file’s policy says, and what you may do',
  notes: ['The policy is for the owner and for who has VIEWRIGHTSDATA; your own rights you may always see.'],
  options: SHOW_OPTIONS,
};

/** `rightsmith rights who` as data. */
export const RIGHTS_WHO: VerbFor<RightsShowJob> = {
  name: 'rights who',
  files: 'one',
  summary: 'list everybody who has a right to a protected file',
  notes: ['For the owner and for who has VIEWRIGHTSDATA.'],
  options: SHOW_OPTIONS,
};

/** `rightsmith rights can` as data. */
export const RIGHTS_CAN: VerbFor<RightsCanJob> = {
  name: 'rights can',
  files: 'one',
  summary: 'tell whether --as WHO may do something with a protected file, and why',
  notes: ['Asks the embedded authority; nothing goes on record. Exits with 0 for yes and with 20 for no.'],
  options: {
    do: { kind: 'text', value: 'RIGHT', help: 'the right that is asked for (else VIEW)' },
    at: { kind: 'text', value: 'WHEN', help: 'at an ISO 8601 time or date, or in days from now (30d)' },
    offline: { kind: 'flag', help: 'without the service, by a use licence acquired now' },
    superUser: SUPER_USER,
    filename: OUTPUT_OPTIONS.filename,
  },
};

/** `rightsmith rights diff` as data. */
export const RIGHTS_DIFF: VerbFor<RightsDiffJob> = {
  name: 'rights diff',
  files: 'many',
  summary: 'tell how the policies of two protected files differ',
  notes: [
    'Takes two files, of which one may be standard input. Exits with 0 if both policies say the same and with 20 if not.',
  ],
  options: { superUser: SUPER_USER },
};
