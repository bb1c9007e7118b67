import { sourceStream } from '../bytes/source-stream.js';
import type { ByteSource } from '../bytes/source.js';
import type { ContentCipher } from '../cipher/content-cipher.js';
import type { ContentRange } from '../cipher/decrypted-source.js';
import type { UseLicense } from '../client/rms-client.js';
import { guarded } from '../errors.js';
import type { FormatHandler } from '../format/format-handler.js';
import type { Warning } from '../warnings.js';
import { acquire } from './acquire.js';
import { NAMELESS, unprotectedNameInPlace } from './output-name.js';
import { inspectProtectedFile } from './protected-file.js';
import { type EngineParts, Run } from './run.js';
import type { OpenOptions } from './unprotect.js';

/** The right to look at content. */
const VIEW_RIGHT = 'VIEW';

/** Protected content, open for reading. */
export interface OpenedContent {
  /** Id of the format. */
  readonly format: string;
  /** The caller enforces every right in it that goes beyond looking. */
  readonly useLicense: UseLicense;
  /** The plaintext by range. */
  readonly content: ByteSource;
  /**
   * The plaintext, or a range of it, as a Web stream; Node's `Readable.fromWeb` makes a Node stream of it. May be called
   * again. Fails with Aborted when the signal of the call fires.
   *
   * @throws UsageError when the range does not lie inside the content
   */
  stream(range?: ContentRange): ReadableStream<Uint8Array>;
  /** The name of the file before it was protected. */
  readonly name: string;
  readonly warnings: readonly Warning[];
  /** Closes content, cipher and scratch space; the source stays open. Idempotent. */
  readonly close: () => Promise<void>;
}

/** detect → inspect → acquire → access check → plaintext by range, or by way of scratch space. */
export async function open(parts: EngineParts, source: ByteSource, options: OpenOptions): Promise<OpenedContent> {
  const run = new Run(parts, options);
  return parts.traced('rightsmith.open', async (span) => {
    run.span = span;
    try {
      return await guarded('The engine', run.signal, () => openIn(run, source, options));
    } catch (error) {
      await run.close();
      throw error;
    }
  });
}

async function openIn(run: Run, source: ByteSource, options: OpenOptions): Promise<OpenedContent> {
  const { handler, facts, license } = await inspectProtectedFile(run, source, options);
  const useLicense = await acquire(run, license, { right: VIEW_RIGHT, purpose: 'open' }, options.useLicense);
  const content = run.keep(await readableContent(run, handler, source, run.threaded(useLicense.cipher)));
  return {
    format: handler.info.id,
    useLicense,
    content,
    stream: (range) => sourceStream(content, range, { signal: run.signal }),
    name: unprotectedNameInPlace(options.name ?? NAMELESS, handler.info.naming, facts.originalExtension),
    warnings: run.warnings,
    close: () => run.close(),
  };
}

/** The plaintext by range, by way of scratch space where the format cannot do better. */
export function readableContent(
  run: Run,
  handler: FormatHandler,
  source: ByteSource,
  cipher: ContentCipher,
): Promise<ByteSource> {
  return run.ask(handler, async (context) => {
    if (handler.openContent !== undefined) return handler.openContent(source, cipher, context);
    const spool = await context.spool();
    await handler.unwrap(source, cipher, spool, context);
    return spool.source();
  });
}
