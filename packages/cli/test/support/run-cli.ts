import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
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

/** What the thread tells of a run. */
type Told = Omit<CliRun, 'stdout'>;

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
  const leave = enter(folder, { ...cliEnvironment(folder), ...environment });
  try {
    Atomics.store(state, 0, 0);
    port.postMessage({ args, input: Buffer.from(input) });
    if (Atomics.wait(state, 0, 0, PATIENCE) === 'timed-out') throw new Error(`No end of: rightsmith ${args.join(' ')}`);
    const { message } = receiveMessageOnPort(port) as { message: Told };
    return cliRun(message);
  } finally {
    leave();
  }
}

/** The same for programs that need this thread, such as a service that a test is: one run at a time. */
export async function runCliMeanwhile(
  folder: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<CliRun> {
  const { port } = (thread ??= startThread());
  const leave = enter(folder, { ...cliEnvironment(folder), ...environment });
  try {
    port.postMessage({ args, input: Buffer.of() });
    const [message] = (await once(port, 'message')) as [Told];
    return cliRun(message);
  } finally {
    port.unref();
    leave();
  }
}

const cliRun = (told: Told): CliRun => ({ ...told, stdout: Buffer.from(told.stdoutBytes).toString() });

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

/** Takes another working folder and environment, which are those of the thread, too; what it returns brings back the former. */
function enter(folder: string, environment: NodeJS.ProcessEnv): () => void {
  const [folderBefore, before] = [process.cwd(), { ...process.env }];
  process.chdir(folder);
  setEnvironment(environment);
  return () => {
    process.chdir(folderBefore);
    setEnvironment(before);
  };
}

function setEnvironment(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env))
    if (environment[name] === undefined) Reflect.deleteProperty(process.env, name);
  for (const [name, value] of Object.entries(environment)) if (value !== undefined) process.env[name] = value;
}
