import { contractJsonSchema } from '@rightsmith/client-rest/contract';

/** The JSON Schema of the contract, as the package publishes it. */
export const SCHEMA_FILE: URL = new URL('../../contract.schema.json', import.meta.url);

/** What stands in {@link SCHEMA_FILE}. */
export function schemaText(): string {
  return `${JSON.stringify(contractJsonSchema(), null, 2)}\n`;
}
