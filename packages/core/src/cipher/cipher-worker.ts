// The program of a CipherThread.
import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadSetup, ThreadTask } from './cipher-thread.js';
import { createSegments } from './create-segments.js';

const { mode, key } = workerData as ThreadSetup;
// Only long runs come here, and each is given.
const segments = createSegments(mode, key);

parentPort?.on('message', ({ direction, first, bytes }: ThreadTask) => {
  const result = segments[direction](first, bytes, true);
  parentPort?.postMessage(result, [result.buffer as ArrayBuffer]);
});
