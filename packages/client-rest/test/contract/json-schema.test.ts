import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { contractJsonSchema } from '@rightsmith/client-rest/contract';
import { SCHEMA_FILE, schemaText } from './schema-file.js';

describe('the published JSON Schema', () => {
  it('is what the contract generates', () => {
    assert.equal(readFileSync(SCHEMA_FILE, 'utf8'), schemaText(), 'run `npm run schema -w packages/client-rest`');
  });

  it('describes every body and lets unknown members pass', () => {
    const { $defs } = contractJsonSchema() as { readonly $defs: Readonly<Record<string, object>> };
    assert.equal(Object.keys($defs).length, 14);
    assert.doesNotMatch(JSON.stringify($defs), /"additionalProperties":false/);
  });
});
