import type { ByteSource } from '../bytes/source.js';
import type { ByteStream } from '../bytes/stream-chunks.js';
import type { PublishRequest } from '../client/rms-client.js';
import type { Label } from '../rights/policy.js';
import type { Warning } from '../warnings.js';
import { checkProtected } from './check-written.js';
import { type NameStyle, protectedName, protectedNameInPlace } from './output-name.js';
import { type Output, withOutput } from './output.js';
import { openPlainContent } from './plain-content.js';
import { type EngineParts, inRun, type CallOptions } from './run.js';

/** What to protect a file with. */
export interface ProtectRequest extends Pick<
  PublishRequest,
  'policy' | 'owner' | 'onBehalfOf' | 'signedData' | 'encryptedData'
> {
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
  /** Reads the result back before it counts, and compares what comes out of it with the content. Needs a source and a {@link ReadableSink}. */
  readonly check?: boolean;
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
  content: ByteSource | ByteStream,
  output: Output,
  request: ProtectRequest,
  options: CallOptions,
): Promise<ProtectResult> {
  return inRun(parts, options, 'protect', (run) =>
    withOutput(run, output, async (openSink) => {
      const { file, wrap } = await openPlainContent(run, content, request);
      const { handler, facts } = file;
      const { name, nameStyle, inPlace = false, labels = facts.labels } = request;
      const nameFor = inPlace ? protectedNameInPlace : protectedName;
      const outputName = nameFor(name, handler.info.naming, nameStyle);
      const sink = await openSink(outputName);
      const publication = await run.askClient((client, context) =>
        client.publish(publishRequest(request, labels), context),
      );
      const { license, cipher, contentId, owner } = publication;
      for (const code of publication.warnings ?? []) run.warn(code, { structure: 'licence' });
      run.keep(cipher);
      const threaded = run.threaded(cipher);
      const replacesLabels = request.labels !== undefined;
      await wrap({ license, cipher: threaded, name, labels, replacesLabels }, sink);
      if (request.check === true) await checkProtected(run, handler, { content, sink, license, cipher: threaded });
      return { format: handler.info.id, contentId, owner, outputName, license, warnings: run.warnings };
    }),
  );
}

function publishRequest(request: ProtectRequest, labels: readonly Label[]): PublishRequest {
  const { policy, owner, onBehalfOf, signedData, encryptedData, deprecatedAlgorithms = false } = request;
  return {
    policy,
    labels,
    deprecatedAlgorithms,
    ...(owner !== undefined && { owner }),
    ...(onBehalfOf !== undefined && { onBehalfOf }),
    ...(signedData !== undefined && { signedData }),
    ...(encryptedData !== undefined && { encryptedData }),
  };
}
