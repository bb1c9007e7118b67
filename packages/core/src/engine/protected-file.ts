import type { ByteSource } from '../bytes/source.js';
import { CorruptFile, NotProtected, UnsupportedFormat } from '../errors.js';
import type { ContainerFacts } from '../format/format-handler.js';
import type { DetectedFormat } from '../format/registry.js';
import { isSafeExtension } from './output-name.js';
import type { Run } from './run.js';

/** What helps to tell a file's format. */
export interface FileHint {
  /** The file's name, without folders. */
  readonly name?: string;
  /** Id of the format to take instead of the most certain one. */
  readonly format?: string;
}

/** A file, its format and what its container says. */
export interface InspectedFile extends DetectedFormat {
  readonly facts: ContainerFacts;
}

/** Detects and inspects a file of any status. */
export async function inspectFile(run: Run, source: ByteSource, hint: FileHint): Promise<InspectedFile> {
  return inspectDetected(run, source, await detectFile(run, source, hint));
}

/** The format of a file. */
export function detectFile(run: Run, source: ByteSource, { name, format }: FileHint): Promise<DetectedFormat> {
  return run.parts.formats.detect(source, name === undefined ? {} : { name }, run.detectionContext, format);
}

/** Inspects a file of a known format. */
export async function inspectDetected(run: Run, source: ByteSource, detected: DetectedFormat): Promise<InspectedFile> {
  const { handler } = detected;
  const facts = await run.ask(handler, (context) => handler.inspect(source, context));
  if (facts.originalExtension !== undefined && !isSafeExtension(facts.originalExtension)) {
    run.warn('extension-ignored', { structure: 'extension' });
  }
  return { facts, ...detected };
}

/** As {@link inspectFile}, for verbs that need a licence. @throws NotProtected, UnsupportedFormat, CorruptFile */
export async function inspectProtectedFile(
  run: Run,
  source: ByteSource,
  hint: FileHint,
): Promise<InspectedFile & { readonly license: Uint8Array }> {
  const file = await inspectFile(run, source, hint);
  const { status, license } = file.facts;
  if (status === 'plain') throw new NotProtected('The file is not protected.');
  if (status === 'other-protection') throw unsupported(file);
  if (license === undefined) {
    throw new CorruptFile('The file is protected, but holds no licence.', { where: { structure: 'licence' } });
  }
  return { ...file, license };
}

/** Why a file can be neither protected nor opened: its first obstacle, or else the protection it has. */
export function unsupported({ detection, facts }: InspectedFile): UnsupportedFormat {
  const [obstacle] = facts.obstacles;
  if (obstacle === undefined) {
    return new UnsupportedFormat(`The file is protected by something else: ${detection.reason}.`, {
      reason: 'other-drm',
    });
  }
  const { message, reason, hint } = obstacle;
  return new UnsupportedFormat(message, { reason, ...(hint !== undefined && { hint }) });
}
