import { RightsmithError } from '../errors.js';

/** What of an OpenTelemetry span is used here. */
export interface Span {
  setAttribute(name: string, value: string | number | boolean): unknown;
  setStatus(status: { readonly code: number; readonly message?: string }): unknown;
  end(): void;
}

/** What of an OpenTelemetry tracer is used here. */
interface Tracer {
  startActiveSpan<T>(name: string, work: (span: Span) => T): T;
}

/** Runs work inside a span of this name, a child of the span around it; without tracing the span is undefined. */
export type Traced = <T>(name: string, work: (span: Span | undefined) => Promise<T>) => Promise<T>;

/** `SpanStatusCode.ERROR`. */
const ERROR_STATUS = 2;

/**
 * Spans for OpenTelemetry, if `@opentelemetry/api` is installed (an optional peer of this package); it hands them to whatever the
 * program has set up, to nothing else. A span tells which verb, format and client, and of an error the code: no file names,
 * no identities, no content ids.
 */
export function createTracing(): Traced {
  let tracer: Promise<Tracer | undefined> | undefined;
  return async (name, work) => {
    if (tracer === undefined && !isTracingSetUp()) return work(undefined);
    tracer ??= loadTracer();
    const loaded = await tracer;
    if (loaded === undefined) return work(undefined);
    return loaded.startActiveSpan(name, (span) => inSpan(span, work));
  };
}

async function inSpan<T>(span: Span, work: (span: Span) => Promise<T>): Promise<T> {
  try {
    return await work(span);
  } catch (error) {
    span.setStatus({ code: ERROR_STATUS, message: RightsmithError.is(error) ? error.code : 'InternalError' });
    throw error;
  } finally {
    span.end();
  }
}

/**
 * Whether an SDK has registered with the API, of whatever copy and version: all of them keep what is registered under this
 * symbol of the global object. Without it the API would be some fifty modules loaded for nothing.
 */
function isTracingSetUp(): boolean {
  return API_SYMBOLS.some((symbol) => symbol in globalThis);
}

/** Of the major version of the API there is and the next: looking through all symbols of the global object takes longer. */
const API_SYMBOLS: readonly symbol[] = [1, 2].map((major) => Symbol.for(`opentelemetry.js.api.${major}`));

async function loadTracer(): Promise<Tracer | undefined> {
  try {
    const { trace } = await import('@opentelemetry/api');
    return trace.getTracer('rightsmith');
  } catch {
    return undefined;
  }
}
