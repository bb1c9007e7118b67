// A thread that runs command lines with the built program, one after the other, for `runCli`.
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { workerData } from 'node:worker_threads';
import { asRightsmithError } from '../../dist/job/outcome.js';
import { runCommandLine } from '../../dist/command-line/run-command-line.js';
import { errorText } from '../../dist/render/error-text.js';

const { port, state } = workerData;
let endByBug;
// What is thrown in a callback ends a process; here, the run.
for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, (cause) => endByBug?.(cause));

port.on('message', async ({ args, input }) => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const written = Promise.all([buffer(stdout), buffer(stderr)]);
  const streams = { stdin: Readable.from(input.length === 0 ? [] : [Buffer.from(input)]), stdout, stderr };
  const bug = new Promise((resolve) => {
    endByBug = (cause) => {
      const error = asRightsmithError(cause);
      stderr.write(`${errorText(error, { verbose: true })}\n`);
      resolve(error.exitCode);
    };
  });
  const exitCode = await Promise.race([runCommandLine(args, streams, new AbortController().signal), bug]);
  stdout.end();
  stderr.end();
  const [out, err] = await written;
  port.postMessage({ exitCode, stdoutBytes: new Uint8Array(out), stderr: err.toString() });
  Atomics.store(state, 0, 1);
  Atomics.notify(state, 0);
});
