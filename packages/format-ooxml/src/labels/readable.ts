import { RightsmithError, type FormatContext } from '@rightsmith/core';

/** What `read` finds; undefined, with a warning, where a label cannot be read: that stands in nobody's way. */
export async function readable<T>(
  structure: string,
  context: FormatContext,
  read: () => Promise<T | undefined>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!RightsmithError.is(error) || !['CorruptFile', 'LimitReached'].includes(error.code)) throw error;
    context.warn('label-unreadable', { structure });
    return undefined;
  }
}
