import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { LimitReached, type Limits } from '@rightsmith/core';
import { latin1 } from '../lex/characters.js';
import { damaged } from '../xref/damage.js';

const inflateBytes = promisify(inflate);

/**
 * The licence of a file of version 1: base64 text of a zlib stream, with the licence's text in either of two encodings;
 * pdf-irm.md §3.2.
 *
 * @throws CorruptFile, LimitReached naming `licenseBytes`
 */
export async function decodeVersion1License(stored: Uint8Array, { licenseBytes }: Limits): Promise<Uint8Array> {
  const compressed = Buffer.from(latin1(stored), 'base64');
  try {
    return await inflateBytes(compressed, { maxOutputLength: licenseBytes });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new LimitReached(`The licence inflates to more than ${licenseBytes} bytes.`, {
        limit: 'licenseBytes',
        maximum: licenseBytes,
        cause,
      });
    }
    throw damaged('The licence of a file of version 1 cannot be inflated.', 'encryption dictionary', undefined, cause);
  }
}
