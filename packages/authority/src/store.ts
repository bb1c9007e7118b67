export { DIRECTORY_FILE, EMPTY_DIRECTORY } from './directory/directory-file.js';
export type { DirectoryFile, GroupEntry, PersonEntry } from './directory/directory-file.js';
export { AUTHORITY_FILE } from './home/authority-file.js';
export type { AuthorityFile, KeyEntry } from './home/authority-file.js';
export { homeStore } from './home/home-store.js';
export type { HomeStoreOptions } from './home/home-store.js';
export type { JsonFileKind } from './home/json-file.js';
export { parseJson } from './home/parse-json.js';
export type { AuthorityRecord, RecordAppender, RecordFilter, RecordReading } from './record/authority-record.js';
export { ChainCheck } from './record/chain-check.js';
export type { ChainCheckOptions } from './record/chain-check.js';
export { RECORD_ENTRY } from './record/record-entry.js';
export type { RecordEntry } from './record/record-entry.js';
export { entryText, lineHash } from './record/record-line.js';
export type { ChainLink } from './record/record-line.js';
export type { RecordProblem, RecordReport } from './record/record-report.js';
export type {
  AuthorityStore,
  KeyContent,
  KeyStorage,
  NewKey,
  StoredDocument,
  TemplateChange,
  TemplateMap,
  TemplateStorage,
} from './store/authority-store.js';
export type { Revocation, RevocationStore } from './store/revocation-store.js';
export { TEMPLATE_FILE, templateFileContent } from './templates/template-json.js';
export type { StoredTemplate } from './templates/template-store.js';
