import { LimitReached } from '@rightsmith/core';

/** The bytes of an answer, read no further than it may be long. @throws LimitReached; what reading throws */
export async function readLimited(body: AsyncIterable<Uint8Array>, maximum: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maximum) {
      throw new LimitReached(`The service answers with more than ${maximum} bytes.`, { limit: 'answerBytes', maximum });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
