import type { RepublishJob } from '../../job/job.js';
import { MANY_FILES_OPTIONS, OUTPUT_OPTIONS, SUPER_USER } from '../common-options.js';
import { LABEL, POLICY_OPTIONS, WHO_NOTE } from '../protect/describe-protect.js';
import type { VerbFor } from '../verb.js';

/** `rightsmith republish` as data. */
export const REPUBLISH: VerbFor<RepublishJob> = {
  name: 'republish',
  files: 'any',
  summary: 'give protected files another policy',
  notes: [
    'Content, key and content id stay; so does all that is not named: who may do what, the end, the owner, labels, application data.',
    'People named by --to or --role replace all who had rights. Needs EDITRIGHTSDATA or ownership.',
    WHO_NOTE,
  ],
  options: {
    ...POLICY_OPTIONS,
    expires: { ...POLICY_OPTIONS.expires, help: `${POLICY_OPTIONS.expires.help}; never: no end any more` },
    owner: { kind: 'text', value: 'WHO', help: 'make somebody else the owner; needs ownership' },
    label: LABEL,
    rekey: {
      kind: 'flag',
      help: 'encrypt the content anew, under a new key and content id, for services that cannot use a key again',
    },
    superUser: SUPER_USER,
    ...OUTPUT_OPTIONS,
    ...MANY_FILES_OPTIONS,
    dryRun: { kind: 'flag', help: 'only tell what would be different; of many files, what would become of them' },
  },
};
