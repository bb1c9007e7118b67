import { existsSync } from 'node:fs';
import { ChainCheck } from './chain-check.js';
import { recordLines } from './file-reading.js';
import type { RecordReport } from './record-report.js';

/**
 * Checks the chain of a record file. Memory does not grow with the file.
 *
 * @param expected - the `last` of a report before: the entries up to there must still be the same
 * @throws CannotRead
 */
export async function verifyRecord(path: string, expected?: string): Promise<RecordReport> {
  const check = new ChainCheck({ expected });
  if (existsSync(path)) for await (const line of recordLines(path)) check.take(line);
  return check.report();
}
