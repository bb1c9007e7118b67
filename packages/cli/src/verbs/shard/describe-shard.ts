import type { ShardJob } from '../../job/many-files.js';
import { RUN_OPTIONS } from '../common-options.js';
import type { VerbFor } from '../verb.js';

/** `rightsmith shard` as data. */
export const SHARD: VerbFor<ShardJob> = {
  name: 'shard',
  files: 'one',
  summary: 'work on the files of a manifest',
  notes: [
    'The file is a manifest that protect, unprotect or republish wrote with --dry-run --manifest; it says what is to be done.',
    'A journal is kept beside it, in FILE.journal unless --resume names another.',
    'Running it again works on what is not done yet, and tells all results.',
  ],
  options: {
    root: {
      kind: 'text',
      value: 'DIR',
      help: 'folder that the names in the manifest are relative to (else that it was written in)',
    },
    ...RUN_OPTIONS,
  },
};
