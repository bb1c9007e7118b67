import { writeFileSync } from 'node:fs';
import { SCHEMA_FILE, schemaText } from './schema-file.js';

// Run by `npm run schema` after a change to the contract.
writeFileSync(SCHEMA_FILE, schemaText());
