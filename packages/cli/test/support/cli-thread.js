// A thread that runs command lines with the built program, one after the other, for `runCli`.
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { workerData } from 'node:worker_threads';

const { port, state } = workerData;
// Loaded in a way that can fail while somebody waits for an answer.
const program = Promise.all([
  import('../../dist/command-line/run-command-line.js'),
  import('../../dist/job/outcome.js'),
  import('../../dist/render/error-text.js'),
]);
program.catch(() => undefined);
let endByBug;
// What is thrown in a callback ends a process; here, the run.
for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, (cause) => endByBug?.(cause));

port.on('message', ({ args, input }) => {
  run(args, Buffer.from(input))
    .catch((error) => ({ exitCode: null, stdoutBytes: new Uint8Array(), stderr: String(error) }))
    .then((answer) => {
      port.postMessage(answer);
      Atomics.store(state, 0, 1);
      Atomics.notify(state, 0);
    });
});

async function run(args, input) {
  const [{ runCommandLine }, { asRightsmithError }, { errorText }] = await program;
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const written = Promise.all([buffer(stdout), buffer(stderr)]);
  const streams = { stdin: Readable.from(input.length === 0 ? [] : [input]), stdout, stderr };
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
  return { exitCode, stdoutBytes: new Uint8Array(out), stderr: err.toString() };
}
