import os from 'node:os';
import v8 from 'node:v8';
import { forbid, methodsOf } from './forbid.js';

/** Signals reach any process of the same user, the host first of all. */
const SIGNALS = ['kill', '_kill', '_debugProcess', '_debugEnd'];

/** V8 writes files by itself, where its flags say so and when memory runs out. */
const V8 = ['setFlagsFromString', 'setHeapSnapshotNearHeapLimit', 'writeHeapSnapshot', 'takeCoverage', 'stopCoverage'];

/**
 * Closes what Node's permission flags leave open or close late: signals and priorities of other processes, and what opens files
 * without asking them, which is node:sqlite (Node 22 and 24), traces (Node 20), reports on a crash (Node 20) and V8.
 */
export function closeProcess(): void {
  forbid(process, SIGNALS, 'process');
  forbid(os, ['setPriority'], 'node:os');
  forbid(v8, V8, 'node:v8');
  Object.defineProperty(process, 'report', {
    configurable: false,
    enumerable: true,
    writable: false,
    value: undefined,
  });
  for (const name of ['node:sqlite', 'node:trace_events']) {
    const module: object | undefined = process.getBuiltinModule(name);
    if (module !== undefined) forbid(module, methodsOf(module), name);
  }
}
