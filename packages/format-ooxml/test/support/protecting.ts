import { bytesSource, createContentCipher, encodeLicense, memorySink } from '@rightsmith/core';
import type { CipherMode, ContainerFacts, ContentCipher, Detection, FormatContext, Label } from '@rightsmith/core';
import { ooxml } from '@rightsmith/format-ooxml';

/** When everything happens. */
export const NOW = Date.parse('2026-03-04T05:06:07.890Z');

/** A licence as the engine hands it to a format. */
export const LICENSE: Uint8Array = encodeLicense('<?xml version="1.0"?><XrML>für 東京</XrML>', 'utf8-bom');

/** A cipher with a key of the length that goes with its mode. */
export function cipherOf(mode: CipherMode = 'CBC4K', fill = 7): ContentCipher {
  return createContentCipher({ mode, key: new Uint8Array(mode === 'ECB' ? 16 : 32).fill(fill) });
}

/** A document protected by `wrap`. */
export async function wrapped(
  document: Uint8Array,
  {
    cipher = cipherOf(),
    labels = [],
    replacesLabels = false,
  }: { cipher?: ContentCipher; labels?: readonly Label[]; replacesLabels?: boolean } = {},
): Promise<Uint8Array> {
  const sink = memorySink();
  const envelope = { license: LICENSE, cipher, name: 'any.docx', labels, replacesLabels };
  await ooxml().wrap(bytesSource(document), envelope, sink, { clock: { now: () => NOW } });
  return sink.bytes();
}

/** What a call gave, and the warnings on the way. */
export interface Watched<T> {
  readonly value: T;
  readonly warnings: readonly string[];
}

/** What `unwrap` gives back. */
export function unwrapped(
  container: Uint8Array,
  { cipher = cipherOf(), ...context }: Partial<FormatContext> & { cipher?: ContentCipher } = {},
): Promise<Watched<Uint8Array>> {
  return watched(context, async (watching) => {
    const sink = memorySink();
    await ooxml().unwrap(bytesSource(container), cipher, sink, watching);
    return sink.bytes();
  });
}

/** What `inspect` tells. */
export function inspected(file: Uint8Array, context: Partial<FormatContext> = {}): Promise<Watched<ContainerFacts>> {
  return watched(context, (watching) => ooxml().inspect(bytesSource(file), watching));
}

/** What `detect` says. */
export function detected(file: Uint8Array, name?: string): Promise<Detection | undefined> {
  return ooxml().detect(bytesSource(file), name === undefined ? {} : { name }, {});
}

async function watched<T>(
  context: Partial<FormatContext>,
  call: (watching: Partial<FormatContext>) => Promise<T>,
): Promise<Watched<T>> {
  const warnings: string[] = [];
  const value = await call({ clock: { now: () => NOW }, ...context, warn: (code) => warnings.push(code) });
  return { value, warnings };
}
