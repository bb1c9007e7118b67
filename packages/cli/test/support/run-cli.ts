import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannel, receiveMessageOnPort, SHARE_ENV, Worker, type MessagePort } from 'node:worker_threads';

/** The built program; `npm test` builds it first. */
export const PROGRAM: string = fileURLToPath(new URL('../../bin/rightsmith.js', import.meta.url));

/** What a run left behind. */
export interface CliRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stdoutBytes: Uint8Array;
  readonly stderr: string;
}

/** The environment of a run in a folder: its own home, and no passphrase of whoever runs the tests. */
export function cliEnvironment(folder: string): NodeJS.ProcessEnv {
  return { ...process.env, RIGHTSMITH_HOME: join(folder, 'home'), RIGHTSMITH_PASSPHRASE: '' };
}

/** Longest a run may take, in milliseconds. */
const PATIENCE = 240_000;

/** Where the runs of this process happen, once there was one. */
let thread: CliThread | undefined;

interface CliThread {
  readonly port: MessagePort;
  /** 1 as soon as a run has ended. */
  readonly state: Int32Array;
}

/**
 * Runs the built command line in a folder; `environment` adds to that of {@link cliEnvironment}. It does so in a thread of this
 * process, since most of a short run in one of its own is loading the program. What concerns the process itself (its language,
 * signals, the terminal, broken pipes) needs {@link runCliProcess} or {@link PROGRAM}.
 */
export function runCli(
  folder: string,
  args: readonly string[],
  input: string | Uint8Array = '',
  environment: NodeJS.ProcessEnv = {},
): CliRun {
  const { port, state } = (thread ??= startThread());
  return within(folder, { ...cliEnvironment(folder), ...environment }, () => {
    Atomics.store(state, 0, 0);
    port.postMessage({ args, input: Buffer.from(input) });
    if (Atomics.wait(state, 0, 0, PATIENCE) === 'timed-out') throw new Error(`No end of: rightsmith ${args.join(' ')}`);
    const { message } = receiveMessageOnPort(port) as { message: Omit<CliRun, 'stdout'> };
    return { ...message, stdout: Buffer.from(message.stdoutBytes).toString() };
  });
}

/** The same as a process. */
export function runCliProcess(
  folder: string,
  args: readonly string[],
  input: string | Uint8Array = '',
  environment: NodeJS.ProcessEnv = {},
): CliRun {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd: folder,
    env: { ...cliEnvironment(folder), ...environment },
    input,
    maxBuffer: 64 * 1024 * 1024,
  });
  return {
    exitCode: status,
    stdout: stdout.toString(),
    stdoutBytes: new Uint8Array(stdout),
    stderr: stderr.toString(),
  };
}

function startThread(): CliThread {
  const { port1: port, port2 } = new MessageChannel();
  const state = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('./cli-thread.js', import.meta.url), {
    workerData: { port: port2, state },
    transferList: [port2],
    env: SHARE_ENV,
    // Without those of the tests it loads what is built.
    execArgv: [],
  });
  worker.unref();
  port.unref();
  return { port, state };
}

/** Calls with another working folder and environment, which are those of the thread, too. */
function within<T>(folder: string, environment: NodeJS.ProcessEnv, call: () => T): T {
  const [folderBefore, before] = [process.cwd(), { ...process.env }];
  process.chdir(folder);
  try {
    setEnvironment(environment);
    return call();
  } finally {
    process.chdir(folderBefore);
    setEnvironment(before);
  }
}

function setEnvironment(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env))
    if (environment[name] === undefined) Reflect.deleteProperty(process.env, name);
  for (const [name, value] of Object.entries(environment)) if (value !== undefined) process.env[name] = value;
}
