import { type BegunStream, beginStream } from '../bytes/begun-stream.js';
import { bytesSource } from '../bytes/bytes-source.js';
import type { ByteSink } from '../bytes/sink.js';
import type { ByteSource } from '../bytes/source.js';
import { type ByteStream, isByteStream } from '../bytes/stream-chunks.js';
import { streamSource } from '../bytes/stream-source.js';
import { CIPHER_MODES } from '../cipher/modes.js';
import { AlreadyProtected } from '../errors.js';
import type { Envelope, FormatHandler } from '../format/format-handler.js';
import type { DetectedFormat } from '../format/registry.js';
import { beginningSource } from './beginning-source.js';
import { detectFile, type FileHint, inspectDetected, type InspectedFile, unsupported } from './protected-file.js';
import type { Run } from './run.js';

/** Content that may be protected, and the way to do it. */
export interface PlainContent {
  readonly file: InspectedFile;
  /** May be called once. */
  readonly wrap: (envelope: Envelope, sink: ByteSink) => Promise<void>;
}

/** Bytes of a stream that formats are asked about before all of it is kept. */
const BEGINNING_BYTES = 65_536;

/** @throws AlreadyProtected; UnsupportedFormat where the content cannot be protected as it is */
export async function openPlainContent(
  run: Run,
  content: ByteSource | ByteStream,
  hint: FileHint,
): Promise<PlainContent> {
  if (!isByteStream(content)) return plainSource(run, content, hint);
  const begun = run.keep(await beginStream(content, BEGINNING_BYTES, run.signal));
  if (begun.isWhole) return plainSource(run, bytesSource(begun.beginning), hint);
  return (await plainStream(run, begun, hint)) ?? plainSource(run, await spooled(run, begun.stream), hint);
}

async function plainSource(run: Run, source: ByteSource, hint: FileHint): Promise<PlainContent> {
  const file = await inspectPlain(run, source, await detectPlain(run, source, hint));
  return { file, wrap: (envelope, sink) => wrapSource(run, file.handler, source, envelope, sink) };
}

/** Undefined where the beginning does not tell enough, or the format needs the whole. */
async function plainStream(run: Run, begun: BegunStream, hint: FileHint): Promise<PlainContent | undefined> {
  const source = beginningSource(begun.beginning);
  try {
    const detected = await detectPlain(run, source, hint);
    const { handler } = detected;
    if (!wrapsStreams(handler)) return undefined;
    const file = await inspectPlain(run, source, detected);
    const wrap: PlainContent['wrap'] = (envelope, sink) => wrapStream(run, handler, begun.stream, envelope, sink);
    return source.exceeded ? undefined : { file, wrap };
  } catch (error) {
    if (source.exceeded) return undefined;
    throw error;
  }
}

async function detectPlain(run: Run, source: ByteSource, hint: FileHint): Promise<DetectedFormat> {
  const detected = await detectFile(run, source, hint);
  // A format named by the caller may take the protected file of another for plain, and would wrap it twice.
  if (detected.votes[0]?.detection.status === 'protected') throw alreadyProtected();
  return detected;
}

async function inspectPlain(run: Run, source: ByteSource, detected: DetectedFormat): Promise<InspectedFile> {
  const file = await inspectDetected(run, source, detected);
  const { status, obstacles } = file.facts;
  if (status === 'protected') throw alreadyProtected();
  if (status === 'other-protection' || obstacles.length > 0) throw unsupported(file);
  return file;
}

function alreadyProtected(): AlreadyProtected {
  return new AlreadyProtected('The file is protected already.');
}

type StreamHandler = FormatHandler & Required<Pick<FormatHandler, 'wrapStream'>>;

function wrapsStreams(handler: FormatHandler): handler is StreamHandler {
  return handler.wrapStream !== undefined;
}

function wrapSource(
  run: Run,
  handler: FormatHandler,
  source: ByteSource,
  envelope: Envelope,
  sink: ByteSink,
): Promise<void> {
  return run.ask(handler, (context) => handler.wrap(source, envelope, sink, context));
}

async function wrapStream(
  run: Run,
  handler: StreamHandler,
  stream: ReadableStream<Uint8Array>,
  envelope: Envelope,
  sink: ByteSink,
): Promise<void> {
  // Without padding the container has to name the length before the content.
  if (!CIPHER_MODES[envelope.cipher.mode].pads) {
    return wrapSource(run, handler, await spooled(run, stream), envelope, sink);
  }
  await run.ask(handler, (context) => handler.wrapStream(stream, envelope, sink, context));
}

function spooled(run: Run, stream: ReadableStream<Uint8Array>): Promise<ByteSource> {
  return streamSource(stream, run.newSpool(), { signal: run.signal });
}
