import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Upper ends of the buckets of request times, in seconds. */
const TIME_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** What a server counts. No label names a person or a document. */
export interface Metrics {
  /** One request that was answered; `route` is the pattern, never the URL. */
  answered(route: string, method: string, status: number, seconds: number): void;
  /** One decision about opening a document: `granted`, or why not. */
  decided(answer: string): void;
  /** In the text form of Prometheus. */
  text(): Promise<{ readonly type: string; readonly text: string }>;
}

/** Metrics of one server. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const times = new Histogram({
    name: 'rightsmith_request_seconds',
    help: 'Time from the first byte of a request to the last of its answer.',
    labelNames: ['route', 'method', 'status'] as const,
    buckets: TIME_BUCKETS,
    registers: [registry],
  });
  const decisions = new Counter({
    name: 'rightsmith_decisions_total',
    help: 'Requests for end-user licences that were decided, by the answer.',
    labelNames: ['answer'] as const,
    registers: [registry],
  });
  return {
    answered: (route, method, status, seconds) => {
      times.observe({ route, method, status: String(status) }, seconds);
    },
    decided: (answer) => {
      decisions.inc({ answer });
    },
    text: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}
