export { openAuthority } from './authority.js';
export type { Authority, AuthorityFacts, AuthorityOptions, ClientOptions } from './authority.js';
export type { Directory, ResolveGroups } from './directory/directory.js';
export { defaultHome } from './home/default-home.js';
export { hasAuthority } from './home/has-authority.js';
export type { RecordFilter, RecordReading } from './record/authority-record.js';
export type { RecordEntry } from './record/record-entry.js';
export type { NewTemplate, StoredTemplate, TemplateStore } from './templates/template-store.js';
