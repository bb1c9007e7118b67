import type { ByteSource } from '../bytes/source.js';
import type { PublishRequest } from '../client/rms-client.js';
import { AlreadyProtected } from '../errors.js';
import type { Label } from '../rights/policy.js';
import type { Warning } from '../warnings.js';
import { type NameStyle, protectedName, protectedNameInPlace } from './output-name.js';
import { type Output, withOutput } from './output.js';
import { inspectFile, type InspectedFile, unsupported } from './protected-file.js';
import { type EngineParts, inRun, type Run, type CallOptions } from './run.js';

/** What to protect a file with. */
export interface ProtectRequest extends Pick<PublishRequest, 'policy' | 'owner' | 'signedData' | 'encryptedData'> {
  /** The file's name, without folders. */
  readonly name: string;
  /** Absent: the labels the file has. */
  readonly labels?: readonly Label[];
  /** Default false. */
  readonly deprecatedAlgorithms?: boolean;
  /** Id of the format to take instead of the most certain one; how to wrap generically what has a format of its own. */
  readonly format?: string;
  /** Default `auto`. */
  readonly nameStyle?: NameStyle;
  /** The output replaces the input, so a name that does not change is wanted unchanged. */
  readonly inPlace?: boolean;
}

/** What came out. */
export interface ProtectResult {
  /** Id of the format. */
  readonly format: string;
  readonly contentId: string;
  readonly owner: string;
  /** The name the file should have. */
  readonly outputName: string;
  /** The publishing licence, UTF-8 with byte order mark. */
  readonly license: Uint8Array;
  readonly warnings: readonly Warning[];
}

/** detect → inspect → obstacles → sink → publish → wrap → commit. Until publish nothing exists that would have to be taken back. */
export function protect(
  parts: EngineParts,
  source: ByteSource,
  output: Output,
  request: ProtectRequest,
  options: CallOptions,
): Promise<ProtectResult> {
  return inRun(parts, options, (run) =>
    withOutput(run, output, async (openSink) => {
      const { handler, facts } = await inspectUnprotected(run, source, request);
      const { name, nameStyle, inPlace = false, labels = facts.labels } = request;
      const nameFor = inPlace ? protectedNameInPlace : protectedName;
      const outputName = nameFor(name, handler.info.naming, nameStyle);
      const sink = await openSink(outputName);
      const publication = await run.askClient((client, context) =>
        client.publish(publishRequest(request, labels), context),
      );
      const { license, cipher, contentId, owner } = publication;
      run.keep(cipher);
      await run.ask(handler, (context) => handler.wrap(source, { license, cipher, name, labels }, sink, context));
      return { format: handler.info.id, contentId, owner, outputName, license, warnings: run.warnings };
    }),
  );
}

/** @throws AlreadyProtected; UnsupportedFormat where the file cannot be protected as it is */
async function inspectUnprotected(run: Run, source: ByteSource, request: ProtectRequest): Promise<InspectedFile> {
  const file = await inspectFile(run, source, request);
  // A format named by the caller may take the protected file of another for plain, and would wrap it twice.
  const statuses = [file.votes[0]?.detection.status, file.facts.status];
  if (statuses.includes('protected')) throw new AlreadyProtected('The file is protected already.');
  if (file.facts.status === 'other-protection' || file.facts.obstacles.length > 0) throw unsupported(file);
  return file;
}

function publishRequest(request: ProtectRequest, labels: readonly Label[]): PublishRequest {
  const { policy, owner, signedData, encryptedData, deprecatedAlgorithms = false } = request;
  return {
    policy,
    labels,
    deprecatedAlgorithms,
    ...(owner !== undefined && { owner }),
    ...(signedData !== undefined && { signedData }),
    ...(encryptedData !== undefined && { encryptedData }),
  };
}
