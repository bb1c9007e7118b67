import assert from 'node:assert/strict';
import { trace, type Span, type Tracer, type TracerProvider } from '@opentelemetry/api';
import { bytesSource, memorySink, RightsEngine } from '@rightsmith/core';
import { MemoryClient } from './support/memory-client.js';
import { PLAIN, toyFormat } from './support/toy-format.js';
import { protectedToy } from './support/toys.js';

interface Seen {
  readonly name: string;
  readonly attributes: Record<string, unknown>;
  status?: unknown;
  ended?: true;
}

/** A provider that keeps what it was told. */
function recordingProvider(seen: Seen[]): TracerProvider {
  const tracer = {
    startActiveSpan: (name: string, work: (span: Span) => unknown) => {
      const one: Seen = { name, attributes: {} };
      seen.push(one);
      return work({
        setAttribute: (key: string, value: unknown) => (one.attributes[key] = value),
        setStatus: (status: unknown) => (one.status = status),
        end: () => (one.ended = true),
      } as unknown as Span);
    },
  };
  return { getTracer: () => tracer as unknown as Tracer };
}

describe('RightsEngine with OpenTelemetry', () => {
  const seen: Seen[] = [];
  beforeEach(() => {
    seen.length = 0;
    trace.setGlobalTracerProvider(recordingProvider(seen));
  });
  afterEach(() => {
    trace.disable();
  });

  it('tells verb, format and client in spans, and no content id', async () => {
    const engine = new RightsEngine({ client: new MemoryClient(), formats: [toyFormat()] });
    const { source, contentId } = await protectedToy(engine, `${PLAIN}text`);
    await engine.unprotect(source, memorySink());
    const names = seen.map(({ name }) => name);
    assert.deepEqual(names, ['rightsmith.protect', 'rightsmith.client', 'rightsmith.unprotect', 'rightsmith.client']);
    assert.deepEqual(seen[0]?.attributes, { 'rightsmith.format': 'toy' });
    assert.deepEqual(seen[1]?.attributes, { 'rightsmith.client': 'memory' });
    assert.ok(seen.every(({ ended, status }) => ended === true && status === undefined));
    assert.ok(!JSON.stringify(seen).includes(contentId));
  });

  it('tells the code of an error', async () => {
    const engine = new RightsEngine({ formats: [toyFormat()] });
    await assert.rejects(engine.unprotect(bytesSource(new TextEncoder().encode(`${PLAIN}text`)), memorySink()));
    assert.deepEqual(
      seen.map(({ status }) => status),
      [{ code: 2, message: 'NotProtected' }],
    );
  });

  it('says nothing where no SDK has registered', async () => {
    trace.disable();
    const engine = new RightsEngine({ client: new MemoryClient(), formats: [toyFormat()] });
    await protectedToy(engine, `${PLAIN}text`);
    assert.deepEqual(seen, []);
  });
});
