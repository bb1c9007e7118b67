import type { ByteSource } from '../bytes/source.js';
import { RightsmithError } from '../errors.js';
import type { ContainerFacts, Detection, FormatHandler, Obstacle } from '../format/format-handler.js';
import { type PublishingLicense, readPublishingLicense } from '../license/publishing-license.js';
import { type LicenseReport, verifyBlocks } from '../license/verify.js';
import type { Label } from '../rights/policy.js';
import type { JsonObject } from '../types.js';
import type { Warning } from '../warnings.js';
import { type LicenseFacts, licenseFacts } from './license-facts.js';
import { type FileHint, inspectFile } from './protected-file.js';
import { type EngineParts, inRun, type Run, type CallOptions } from './run.js';

/** How to look at a file. */
export interface InspectOptions extends CallOptions, FileHint {}

/** What was found. */
export interface InspectResult {
  readonly facts: Inspection;
  /** The publishing licence as stored, also where it cannot be read. */
  readonly license?: Uint8Array;
}

/** Everything knowable about a file without a key: version 1 of the schema of `inspect --json`. What does not apply is left out. */
export interface Inspection {
  readonly schema: 1;
  readonly status: Detection['status'];
  readonly format: { readonly id: string; readonly version?: string; readonly reason: string };
  /** With the dot; untrusted text. */
  readonly originalExtension?: string;
  /** Plaintext bytes. */
  readonly contentLength?: number;
  readonly cipherHint?: string;
  /** The format's own facts. */
  readonly container: JsonObject;
  readonly license?: LicenseFacts;
  /** Of the container, then of the licence. */
  readonly labels: readonly Label[];
  readonly obstacles: readonly Obstacle[];
  /** Names of facts that only a key can reveal. */
  readonly encryptedFacts: readonly string[];
  readonly warnings: readonly Warning[];
}

/** What the encrypted policy of a licence holds; licenses.md §7. */
const POLICY_FACTS: readonly string[] = ['policy', 'recipients', 'rights', 'encryptedData'];

/** detect → inspect → licence codec. Neither key nor client. */
export function inspect(parts: EngineParts, source: ByteSource, options: InspectOptions): Promise<InspectResult> {
  return inRun(parts, options, 'inspect', async (run) => {
    const { facts, license } = await inspectIn(run, source, options);
    return { facts, ...(license !== undefined && { license }) };
  });
}

/** What was found, and the format that found it. */
export interface InspectedByFormat extends InspectResult {
  readonly handler: FormatHandler;
}

/** As {@link inspect}, in a run that goes on. */
export async function inspectIn(run: Run, source: ByteSource, hint: FileHint): Promise<InspectedByFormat> {
  const { handler, detection, facts } = await inspectFile(run, source, hint);
  const { version, license } = facts;
  const read = license === undefined ? undefined : readLicense(run, license);
  const inspection: Inspection = {
    schema: 1,
    status: facts.status,
    format: { id: handler.info.id, ...(version !== undefined && { version }), reason: detection.reason },
    ...optionalFacts(facts),
    container: facts.container,
    ...(read !== undefined && { license: licenseFacts(read.license, read.report) }),
    labels: mergeLabels(facts.labels, read?.license.labels ?? []),
    obstacles: facts.obstacles,
    encryptedFacts: [...facts.encryptedFacts, ...(license === undefined ? [] : POLICY_FACTS)],
    warnings: run.warnings,
  };
  return { handler, facts: inspection, ...(license !== undefined && { license }) };
}

function optionalFacts(facts: ContainerFacts): Pick<Inspection, 'originalExtension' | 'contentLength' | 'cipherHint'> {
  const { originalExtension, contentLength, cipherHint } = facts;
  return {
    ...(originalExtension !== undefined && { originalExtension }),
    ...(contentLength !== undefined && { contentLength }),
    ...(cipherHint !== undefined && { cipherHint }),
  };
}

/** A licence that cannot be read is a warning: the container around it is whole. */
function readLicense(
  run: Run,
  bytes: Uint8Array,
): { readonly license: PublishingLicense; readonly report: LicenseReport } | undefined {
  try {
    const license = readPublishingLicense(bytes, run.parts.limits);
    const report = verifyBlocks(license.blocks);
    warnOfSignatures(run, report);
    return { license, report };
  } catch (error) {
    if (!RightsmithError.is(error)) throw error;
    run.warn('license-unreadable', { ...error.where, structure: 'licence' });
    return undefined;
  }
}

function warnOfSignatures(run: Run, { blocks, chain }: LicenseReport): void {
  const [block] = blocks;
  if (block?.digest !== true || !block.signature) run.warn('signature-invalid', { structure: 'licence block 0' });
  if (chain === 'broken') run.warn('chain-broken', { structure: 'licence' });
}

/** Labels of a container, and those of its licence that it lacks. */
export function mergeLabels(container: readonly Label[], license: readonly Label[]): readonly Label[] {
  const known = new Set(container.map(({ id }) => id));
  return [...container, ...license.filter(({ id }) => !known.has(id))];
}
