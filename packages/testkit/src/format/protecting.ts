import {
  bytesSource,
  CIPHER_MODES,
  createContentCipher,
  encodeLicense,
  memorySink,
  type CipherMode,
  type ContainerFacts,
  type ContentCipher,
  type Envelope,
  type FormatContext,
  type Label,
} from '@rightsmith/core';
import { seededRandom } from '../seeded-random.js';
import type { FormatBench } from './format-test.js';
import type { FormatSample } from './format-test-options.js';

export const MODES = Object.keys(CIPHER_MODES) as readonly CipherMode[];

/** The seed of every context. */
const SEED = 20_261;
const NOW = Date.parse('2031-05-06T07:08:09.123Z');

/**
 * A licence as the engine hands it to a format: UTF-8 with byte order mark, some kilobytes, characters beyond ASCII. A
 * format stores it and does not read it. `note` tells one licence from another and changes its length.
 */
export function kitLicense(note = 'first'): Uint8Array {
  const body = `<NOTE>${note}: für 東京, ${'no more than a stand-in '.repeat(100)}</NOTE>`;
  return encodeLicense(`<?xml version="1.0"?><XrML xmlns="" version="1.2"><BODY>${body}</BODY></XrML>`, 'utf8-bom');
}

/** A label to be kept. */
export function kitLabels(): readonly Label[] {
  const tenantId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
  return [{ id: '11111111-2222-3333-4444-555555555555', tenantId, name: 'Inner circle' }];
}

/** A cipher under key number `key`, with the key length services use in that mode. */
export function kitCipher(mode: CipherMode = 'CBC4K', key = 1): ContentCipher {
  return createContentCipher({ mode, key: seededRandom(key).bytes(mode === 'ECB' ? 16 : 32) });
}

/** The surroundings of a call: always the same time and the same randomness. */
export function kitContext({ settings }: FormatBench, overrides: Partial<FormatContext> = {}): Partial<FormatContext> {
  return { random: seededRandom(SEED), clock: { now: () => NOW }, settings, ...overrides };
}

/** The envelope for a file of this name, with the kit's licence and key unless told otherwise. */
export function kitEnvelope(name: string, overrides: Partial<Envelope> = {}): Envelope {
  return { license: kitLicense(), cipher: kitCipher(), name, labels: [], ...overrides };
}

/** The sample protected by `wrap`. */
export async function protect(
  bench: FormatBench,
  sample: FormatSample,
  overrides: Partial<Envelope> = {},
): Promise<Uint8Array> {
  const sink = memorySink();
  const source = bytesSource(sample.bytes);
  await bench.handler.wrap(source, kitEnvelope(sample.name, overrides), sink, kitContext(bench));
  return sink.bytes();
}

/** What `unwrap` gives back. */
export async function unprotect(
  bench: FormatBench,
  file: Uint8Array,
  cipher: ContentCipher = kitCipher(),
): Promise<Uint8Array> {
  const sink = memorySink();
  await bench.handler.unwrap(bytesSource(file), cipher, sink, kitContext(bench));
  return sink.bytes();
}

/** What `inspect` tells. */
export function inspect(bench: FormatBench, file: Uint8Array): Promise<ContainerFacts> {
  return bench.handler.inspect(bytesSource(file), kitContext(bench));
}

/** Plain files of these sizes in bytes, as far as the format has them. */
export function samplesOf({ ofSize }: FormatBench, sizes: readonly number[]): readonly FormatSample[] {
  return sizes.map((size) => ofSize(size)).filter((sample) => sample !== undefined);
}

/** The first sample, the one for tests that need only one. */
export function firstSample({ samples }: FormatBench): FormatSample {
  const [sample] = samples;
  if (sample === undefined) throw new RangeError('The options name no sample.');
  return sample;
}
