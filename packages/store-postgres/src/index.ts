export type { PostgresStoreOptions } from './database.js';
export { openPostgresStore } from './postgres-store.js';
