import type { AuditShowJob, AuditVerifyJob } from '../../job/rights-jobs.js';
import type { VerbFor } from '../verb.js';

const DATABASE = 'With RIGHTSMITH_DATABASE set, the record in that PostgreSQL database is meant.';

/** `rightsmith audit show` as data. */
export const AUDIT_SHOW: VerbFor<AuditShowJob> = {
  name: 'audit show',
  files: 'none',
  summary: 'print what was published, granted, denied, revoked, restored and administered, and by whom',
  notes: [DATABASE],
  options: {
    who: { kind: 'text', value: 'WHO', help: 'only what this address asked for' },
    contentId: { kind: 'text', value: 'ID', help: 'only about this content' },
  },
};

/** `rightsmith audit verify` as data. */
export const AUDIT_VERIFY: VerbFor<AuditVerifyJob> = {
  name: 'audit verify',
  files: 'none',
  summary: 'check that the record was not changed',
  notes: [
    DATABASE,
    'Every entry names the hash of the one before. Exits with 0 if the chain holds and with 51 if it does not.',
    'Note the hash that is printed somewhere else: given by --expect later, it shows whether what was there then is still the same.',
  ],
  options: { expect: { kind: 'text', value: 'HASH', help: 'hash that an earlier check printed' } },
};
