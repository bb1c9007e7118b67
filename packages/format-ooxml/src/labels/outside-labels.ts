import type { CompoundFile } from '@rightsmith/compound-file';
import type { FormatContext, Label } from '@rightsmith/core';
import { DATA_SPACES, LABEL_INFO, TRANSFORM_INFO } from '../data-spaces/names.js';
import { streamBytes } from '../data-spaces/stream-bytes.js';
import { readLabelInfo } from './label-info.js';
import { readable } from './readable.js';

/** Path of the labels in the container around a protected document; ooxml-irm.md §8.4. */
export const LABEL_INFO_PATH: readonly string[] = [DATA_SPACES, TRANSFORM_INFO, LABEL_INFO];

/** Labels in clear outside of a protected document. */
export interface OutsideLabels {
  readonly labels: readonly Label[];
  /** Their XML, as stored. */
  readonly bytes: Uint8Array;
}

/** Undefined where the container has none that can be read. */
export async function outsideLabels(file: CompoundFile, context: FormatContext): Promise<OutsideLabels | undefined> {
  if (file.find(LABEL_INFO_PATH)?.kind !== 'stream') return undefined;
  return readable(LABEL_INFO, context, async () => {
    const bytes = await streamBytes(file, LABEL_INFO_PATH, context.limits, { structure: LABEL_INFO });
    return { labels: readLabelInfo(bytes, context.limits), bytes };
  });
}
