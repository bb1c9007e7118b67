// npm run api: writes the reports in api/ anew.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkApi, REPORTED } from './api-report.js';

const scratch = mkdtempSync(join(tmpdir(), 'rightsmith-api-'));
for (const entry of REPORTED) {
  for (const problem of checkApi(entry, scratch, true)) {
    process.exitCode = 1;
    console.error(`${entry[2]}: ${problem}`);
  }
}
rmSync(scratch, { recursive: true });
