import { DEFAULT_LIMITS, LimitReached, readExactly } from '@rightsmith/core';
import type { ByteSource } from '@rightsmith/core';

/**
 * The text of a source, in UTF-8. Nothing that is read so, use licences and templates, is larger than a licence.
 *
 * @param what - for messages: `template`
 * @throws LimitReached, CannotRead
 */
export async function readText(source: ByteSource, what: string): Promise<string> {
  const maximum = DEFAULT_LIMITS.licenseBytes;
  if (source.size > maximum) {
    throw new LimitReached(`The ${what} is too large.`, { where: { structure: what }, limit: 'licenseBytes', maximum });
  }
  return new TextDecoder().decode(await readExactly(source, 0, source.size, what));
}
