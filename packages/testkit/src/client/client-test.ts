import type { SuiteTest } from '../suite.js';
import type { ClientBench } from './client-bench.js';
import type { ClientTestOptions } from './client-test-options.js';

/** What a test can ask of a client beside the methods every client has. */
export type ClientNeed =
  'custom' | 'no custom' | 'reuseKey' | 'no reuseKey' | 'template' | 'clock' | 'labels' | 'grantPeriods';

/** A test of any client. */
export type ClientTest = SuiteTest<ClientBench, ClientNeed>;

/** What this client and its service offer. */
export function offersOf({ can, template, setTime, lacks = [] }: ClientTestOptions): ReadonlySet<ClientNeed> {
  return new Set<ClientNeed>([
    can.custom ? 'custom' : 'no custom',
    can.reuseKey ? 'reuseKey' : 'no reuseKey',
    ...(template === undefined ? [] : (['template'] as const)),
    ...(setTime === undefined ? [] : (['clock'] as const)),
    ...(['labels', 'grantPeriods'] as const).filter((way) => !lacks.includes(way)),
  ]);
}
