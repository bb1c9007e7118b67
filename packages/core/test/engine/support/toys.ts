import {
  bytesSource,
  memorySink,
  readExactly,
  type ByteSource,
  type ContentCipher,
  type ProtectRequest,
  type ProtectResult,
  type RightsEngine,
} from '@rightsmith/core';

export const REQUEST: ProtectRequest = {
  name: 'a.toy',
  policy: { names: [], grants: [{ users: ['anyone'], rights: ['VIEW'] }] },
};

export function textSource(text: string): ByteSource {
  return bytesSource(Buffer.from(text));
}

export async function textOfSource(source: ByteSource): Promise<string> {
  return Buffer.from(await readExactly(source, 0, source.size, 'content')).toString();
}

/** A protected file of this content, and what came of protecting it. */
export async function protectedToy(
  engine: RightsEngine,
  text: string,
  request: ProtectRequest = REQUEST,
): Promise<ProtectResult & { readonly source: ByteSource }> {
  const sink = memorySink();
  const result = await engine.protect(textSource(text), sink, request);
  return { ...result, source: bytesSource(sink.bytes()) };
}

export async function isClosed(cipher: ContentCipher): Promise<boolean> {
  try {
    await cipher.encryptItems([new Uint8Array(1)]);
    return false;
  } catch {
    return true;
  }
}
