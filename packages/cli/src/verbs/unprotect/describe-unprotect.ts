import type { UnprotectJob } from '../../job/job.js';
import { MANY_FILES_OPTIONS, OFFLINE, OUTPUT_OPTIONS, SUPER_USER, THREADS } from '../common-options.js';
import type { OptionDescription, VerbFor } from '../verb.js';

/** How `unprotect` and `cat` are given a use licence. */
export const USE_LICENSE: OptionDescription & { readonly kind: 'text' } = {
  kind: 'text',
  value: 'FILE',
  help: 'open with this end-user licence (REST JSON) instead of asking an authority',
};

/** How `unprotect` and `cat` take a PDF that is not encrypted throughout. */
export const LENIENT: OptionDescription & { readonly kind: 'flag' } = {
  kind: 'flag',
  help: 'take strings and streams of a PDF that were never encrypted as they are (else: the file counts as damaged)',
};

/** `rightsmith unprotect` as data. */
export const UNPROTECT: VerbFor<UnprotectJob> = {
  name: 'unprotect',
  files: 'any',
  summary: 'remove protection',
  notes: ['Needs ownership or the right that the profile names as removalRight (else EXPORT).'],
  options: {
    useLicense: USE_LICENSE,
    restoreLabel: {
      kind: 'flag',
      help: 'put a sensitivity label that only the container has back into an Office document (else: as it was, byte for byte)',
    },
    lenient: LENIENT,
    superUser: SUPER_USER,
    offline: OFFLINE,
    threads: THREADS,
    ...OUTPUT_OPTIONS,
    ...MANY_FILES_OPTIONS,
  },
};
