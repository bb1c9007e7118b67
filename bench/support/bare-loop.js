/** A thread that does to files what cannot be left out: read, sign, write, flush, rename. It is told which, and answers when it is done. */
import { createPrivateKey, sign } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

const key = createPrivateKey(workerData.key);
parentPort.on('message', (files) => {
  for (const { input, output } of files) {
    const content = readFileSync(input);
    const signature = sign('sha256', content.subarray(0, 4096), key);
    const file = openSync(`${output}.tmp`, 'wx');
    writeSync(file, content);
    writeSync(file, signature);
    fsyncSync(file);
    closeSync(file);
    renameSync(`${output}.tmp`, output);
  }
  parentPort.postMessage('done');
});
