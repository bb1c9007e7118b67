import { concat } from '../../src/data-spaces/fields.js';
import { streamOf, withStreams } from './containers.js';
import { placeholderFile } from './placeholder-files.js';

/** A workbook whose second record is this one. */
export async function workbookWith(record: Iterable<number>): Promise<Uint8Array> {
  const workbook = await streamOf(placeholderFile('xls'), 'Workbook');
  const second = 4 + (workbook[2] ?? 0);
  const changed = concat([workbook.subarray(0, second), Uint8Array.from(record), workbook.subarray(second)]);
  return withStreams(placeholderFile('xls'), { Workbook: changed });
}
