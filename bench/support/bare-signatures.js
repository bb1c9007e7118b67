/** A thread that signs for as many milliseconds as it is told, and answers how often it did. */
import { createPrivateKey, randomBytes, sign } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';

const key = createPrivateKey(workerData.key);
const message = randomBytes(4096);
parentPort.on('message', (milliseconds) => {
  const end = performance.now() + milliseconds;
  let count = 0;
  for (; performance.now() < end; count++) sign('sha256', message, key);
  parentPort.postMessage(count);
});
