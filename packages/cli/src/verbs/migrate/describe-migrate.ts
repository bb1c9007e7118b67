import type { MigrateJob } from '../../job/migrate-job.js';
import { MANY_FILES_OPTIONS, SUPER_USER } from '../common-options.js';
import type { VerbFor } from '../verb.js';

/** `rightsmith migrate` as data. */
export const MIGRATE: VerbFor<MigrateJob> = {
  name: 'migrate',
  files: 'any',
  summary: 'move protected files to another authority, tenant or template',
  notes: [
    'Files are replaced; their originals are kept beside the journal until --confirm, and --roll-back puts them back.',
    'Without --from-home, --from-profile and --from-as the files stay with their authority, and keep key and content id.',
    'Needs ownership, the right that the profile names as removalRight (else EXPORT), or a super user, where the files come from.',
  ],
  options: {
    recursive: {
      ...MANY_FILES_OPTIONS.recursive,
      help: 'move all protected files in folders, and in the folders in them',
    },
    include: MANY_FILES_OPTIONS.include,
    exclude: MANY_FILES_OPTIONS.exclude,
    mapping: { kind: 'text', value: 'FILE', help: 'JSON: what becomes of templates and people' },
    journal: { kind: 'text', value: 'JOURNAL', help: 'where to note what was done; goes on with one that is there' },
    fromHome: { kind: 'text', value: 'DIR', help: 'folder of the authority that protected the files' },
    fromProfile: { kind: 'text', value: 'NAME', help: 'profile of the authority or service that protected the files' },
    fromAs: { kind: 'text', value: 'WHO', help: 'act as this address where the files come from' },
    superUser: { ...SUPER_USER, help: 'act as super user where the files come from' },
    dryRun: { kind: 'flag', help: 'only tell what would be different' },
    rollBack: { kind: 'text', value: 'JOURNAL', help: 'put the originals of this journal back' },
    confirm: { kind: 'text', value: 'JOURNAL', help: 'let the originals of this journal go' },
    force: { kind: 'flag', help: 'with --roll-back: also replace files that were changed since' },
  },
};
