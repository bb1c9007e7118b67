import type { ByteSource } from '../bytes/source.js';
import type { UseLicense } from '../client/rms-client.js';
import type { Warning } from '../warnings.js';
import { acquire } from './acquire.js';
import { NAMELESS, unprotectedName, unprotectedNameInPlace } from './output-name.js';
import { type Output, withOutput } from './output.js';
import { type FileHint, inspectProtectedFile } from './protected-file.js';
import { type EngineParts, inRun, type CallOptions } from './run.js';

/** How to open a protected file. */
export interface OpenOptions extends CallOptions, FileHint {
  /** Opens without the client. For this content only; the caller closes its cipher. */
  readonly useLicense?: UseLicense;
}

/** How to remove a file's protection. */
export interface UnprotectOptions extends OpenOptions {
  /** The output replaces the input, so a name that does not change is wanted unchanged. */
  readonly inPlace?: boolean;
}

/** What came out. */
export interface UnprotectResult {
  /** Id of the format. */
  readonly format: string;
  readonly contentId: string;
  readonly owner?: string;
  /** The name the file should have. */
  readonly outputName: string;
  /** As stored in the container, with the dot; untrusted text. */
  readonly originalExtension?: string;
  readonly warnings: readonly Warning[];
}

/** detect → inspect → acquire → access check → sink → unwrap → commit. */
export function unprotect(
  parts: EngineParts,
  source: ByteSource,
  output: Output,
  options: UnprotectOptions,
): Promise<UnprotectResult> {
  return inRun(parts, options, 'unprotect', (run) =>
    withOutput(run, output, async (openSink) => {
      const { handler, facts, license } = await inspectProtectedFile(run, source, options);
      const { contentId, owner, cipher } = await acquire(
        run,
        license,
        { right: parts.removalRight, purpose: 'unprotect' },
        options.useLicense,
      );
      const { originalExtension } = facts;
      const { name, inPlace = name === undefined } = options;
      const nameFor = inPlace ? unprotectedNameInPlace : unprotectedName;
      const outputName = nameFor(name ?? NAMELESS, handler.info.naming, originalExtension);
      const sink = await openSink(outputName);
      await run.ask(handler, (context) => handler.unwrap(source, run.threaded(cipher), sink, context));
      return {
        format: handler.info.id,
        contentId,
        outputName,
        ...(owner !== undefined && { owner }),
        ...(originalExtension !== undefined && { originalExtension }),
        warnings: run.warnings,
      };
    }),
  );
}
