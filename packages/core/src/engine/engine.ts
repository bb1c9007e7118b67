import { DEFAULT_LIMITS, type Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import type { ByteStream } from '../bytes/stream-chunks.js';
import { checkThreads } from '../cipher/cipher-threads.js';
import type { RmsClient } from '../client/rms-client.js';
import { silentLogger, systemClock, systemRandom } from '../defaults.js';
import type { FormatHandler } from '../format/format-handler.js';
import { FormatRegistry } from '../format/registry.js';
import type { Clock, Logger, RandomSource } from '../types.js';
import { inspect, type InspectOptions, type InspectResult } from './inspect.js';
import { inspectTree, type InspectTreeResult } from './inspect-tree.js';
import { open, type OpenedContent } from './open.js';
import type { Output } from './output.js';
import { protect, type ProtectRequest, type ProtectResult } from './protect.js';
import type { RepublishRequest } from './republish-plan.js';
import { previewRepublishing, republish, type RepublishPreview, type RepublishResult } from './republish.js';
import type { EngineParts, CallOptions } from './run.js';
import { createTracing } from './tracing.js';
import { type OpenOptions, unprotect, type UnprotectOptions, type UnprotectResult } from './unprotect.js';
import { verify, type VerifyOptions, type VerifyResult } from './verify.js';

/** What an engine is made of. */
export interface EngineOptions {
  /** Publishes and acquires licences; who only inspects, verifies or brings use licences needs none. The caller closes it. */
  readonly client?: RmsClient;
  readonly formats: FormatRegistry | readonly FormatHandler[];
  readonly clock?: Clock;
  readonly random?: RandomSource;
  readonly logger?: Logger;
  /** Those left out have their default. */
  readonly limits?: Partial<Limits>;
  /** The right that removing protection needs: EXPORT unless said otherwise; EXTRACT for policies made for older programs (FFLG-4). */
  readonly removalRight?: string;
  /** How many threads work on long content, unless a call says otherwise; they are started by the first long run. Default 1. */
  readonly threads?: number;
}

/**
 * Protects, opens and examines files of every format it is given. It holds no state beside its parts, so calls may run at
 * the same time. Only errors of the catalogue leave it. Sources are closed by the caller, streams by the engine; a file sink is committed when
 * all went well and aborted otherwise; ciphers, spools and use licences of a call are closed when it ends.
 */
export class RightsEngine {
  readonly #parts: EngineParts;

  /** @throws UsageError for formats that do not go together, and for what is no number of threads */
  constructor(options: EngineOptions) {
    const { formats, client, removalRight = 'EXPORT', threads = 1 } = options;
    this.#parts = {
      formats: formats instanceof FormatRegistry ? formats : new FormatRegistry(formats),
      clock: options.clock ?? systemClock,
      random: options.random ?? systemRandom,
      logger: options.logger ?? silentLogger,
      limits: { ...DEFAULT_LIMITS, ...options.limits },
      removalRight,
      threads: checkThreads(threads),
      traced: createTracing(),
      ...(client !== undefined && { client }),
    };
  }

  /** The formats it works with. */
  get formats(): FormatRegistry {
    return this.#parts.formats;
  }

  /**
   * Writes a protected copy of plain content: of a source, or of a stream of unknown length, which it reads to its end or
   * cancels. A stream is wrapped as it comes if its beginning tells the format and the format can do that, as PFILE can;
   * otherwise it goes through encrypted scratch space.
   *
   * @throws AlreadyProtected; UnsupportedFormat when something stands against protecting the file, before any licence exists;
   * UsageError for a name that is none; what {@link RmsClient.publish} and the output throw; Aborted. With `check`
   * InternalError where the result is not what was protected, as when somebody changed the content meanwhile
   */
  protect(
    content: ByteSource | ByteStream,
    output: Output,
    request: ProtectRequest,
    run: CallOptions = {},
  ): Promise<ProtectResult> {
    return protect(this.#parts, content, output, request, run);
  }

  /**
   * Writes the original of a protected file. Needs OWNER or the removal right.
   *
   * @throws NotProtected; AccessDenied, also for a use licence of other content; Expired for a use licence that is too old;
   * CorruptFile; UnsupportedFormat for another kind of protection; what {@link RmsClient.acquire} and the output throw; Aborted
   */
  unprotect(source: ByteSource, output: Output, run: UnprotectOptions = {}): Promise<UnprotectResult> {
    return unprotect(this.#parts, source, output, run);
  }

  /**
   * Writes a protected file with another policy: same content id and key, content bytes unchanged. Owner, labels, application
   * data and all of the policy that the request does not name stay. Needs EDITRIGHTSDATA or OWNER.
   *
   * @throws NotSupportedByClient where client or format cannot do it under the same key: `rekey` can, under a new content id;
   * what {@link RmsClient.publish} throws; as {@link RightsEngine.unprotect}
   */
  republish(
    source: ByteSource,
    output: Output,
    request: RepublishRequest,
    run: UnprotectOptions = {},
  ): Promise<RepublishResult> {
    return republish(this.#parts, source, output, request, run);
  }

  /** What {@link RightsEngine.republish} would change. Nothing is published or written. @throws as it */
  previewRepublishing(
    source: ByteSource,
    request: RepublishRequest,
    run: UnprotectOptions = {},
  ): Promise<RepublishPreview> {
    return previewRepublishing(this.#parts, source, request, run);
  }

  /**
   * Opens protected content for reading. Needs VIEW. The source must stay open as long as the content.
   *
   * @throws as {@link RightsEngine.unprotect}
   */
  open(source: ByteSource, run: OpenOptions = {}): Promise<OpenedContent> {
    return open(this.#parts, source, run);
  }

  /**
   * Everything that can be known about a file, plain or protected, without a key.
   *
   * @throws UnsupportedFormat when no format recognises the file; CorruptFile when its container is damaged; Aborted.
   * A licence that is damaged or not genuine is a warning
   */
  inspect(source: ByteSource, run: InspectOptions = {}): Promise<InspectResult> {
    return inspect(this.#parts, source, run);
  }

  /**
   * As {@link RightsEngine.inspect}, and what is inside: the files in a plain container (a ZIP archive, the attachments of a PDF,
   * documents embedded in an Office document), and in containers among them. Nothing is written but to encrypted scratch
   * space. What cannot be looked into is told beside what can, with its error; limits are `containerDepth`,
   * `containedFiles`, `expansionRatio` and `reportBytes`.
   *
   * @throws as {@link RightsEngine.inspect}, for the file itself
   */
  inspectTree(source: ByteSource, run: InspectOptions = {}): Promise<InspectTreeResult> {
    return inspectTree(this.#parts, source, run);
  }

  /**
   * Whether signatures and chain hold, of the licence in a protected file or of a bare licence or certificate.
   *
   * @throws NotProtected for a file without any; CorruptFile and LimitReached for one that cannot be read. That a signature
   * does not hold is an answer
   */
  verify(source: ByteSource, run: VerifyOptions = {}): Promise<VerifyResult> {
    return verify(this.#parts, source, run);
  }
}
