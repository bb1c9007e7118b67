import { BroadcastChannel, workerData } from 'node:worker_threads';
import { errorData, InternalError, RightsmithError } from '@rightsmith/core';
import { lookAtFile } from '../file/look-at-file.js';
import { readFacts } from '../file/read-facts.js';
import { workOnFile } from '../file/work-on-file.js';
import { FILES_AT_ONCE } from './amounts.js';
import { Gate } from './gate.js';
import type { FileAnswer, FileOrder, ReadAnswer, ThreadSetup } from './messages.js';
import { openThreadEngine, type ThreadEngine } from './open-engine.js';

const setup = workerData as ThreadSetup;
const { counters } = setup;
const gate = new Gate(FILES_AT_ONCE);
const ending = new AbortController();
let opened: Promise<ThreadEngine> | undefined;

const endChannel = new BroadcastChannel(setup.endChannel);
endChannel.onmessage = ({ data }: { readonly data: unknown }) => {
  if (data === 'end') ending.abort();
  if (data === 'close') void close();
};
endChannel.unref();

/** Works on files and answers in their order, whatever comes of each. May be called again meanwhile. */
export function work(orders: readonly FileOrder[]): Promise<readonly (FileAnswer | ReadAnswer)[]> {
  let isThrottled = false;
  const workOn = async (order: FileOrder): Promise<FileAnswer | ReadAnswer> => {
    if (isThrottled || !mayBegin()) return { kind: 'later' };
    const answer = await workOnOne(order);
    if (answer.kind !== 'failed') return answer;
    if (answer.error.code === 'Throttled') isThrottled = true;
    else Atomics.add(counters.failed, 0, 1);
    return answer;
  };
  return Promise.all(orders.map((order) => gate.pass(() => workOn(order))));
}

function mayBegin(): boolean {
  if (ending.signal.aborted || Atomics.load(counters.stopped, 0) !== 0) return false;
  return Atomics.load(counters.failed, 0) <= setup.maxErrors;
}

async function workOnOne(order: FileOrder): Promise<FileAnswer | ReadAnswer> {
  const { engine: module, task, dryRun } = setup;
  let engine: ThreadEngine;
  try {
    engine = await (opened ??= openThreadEngine(module.url, module.data, { keyless: dryRun }));
  } catch (error) {
    return { kind: 'unusable', error: errorData(asOurs(error)) };
  }
  const tools = { engine: engine.engine, signal: ending.signal };
  try {
    if (task.verb === 'inspect' || task.verb === 'verify') return await readFacts(order, { ...tools, task });
    const surroundings = { ...setup, ...tools, task, addBytes };
    return await (dryRun ? lookAtFile(order, surroundings) : workOnFile(order, surroundings));
  } catch (error) {
    return answerOf(asOurs(error));
  }
}

/** Closes what the thread opened. Asked for once, when nothing is worked on any more. */
async function close(): Promise<void> {
  const engine = await opened?.catch(() => undefined);
  opened = undefined;
  await engine?.close().catch(() => undefined);
  endChannel.postMessage('closed');
}

function answerOf(error: RightsmithError): Extract<FileAnswer, ReadAnswer> {
  if (error.code === 'AlreadyProtected') return { kind: 'skipped', reason: 'already-protected' };
  if (error.code === 'NotProtected') return { kind: 'skipped', reason: 'not-protected' };
  return { kind: 'failed', error: errorData(error) };
}

function addBytes(bytes: number): void {
  Atomics.add(counters.bytesDone, 0, BigInt(bytes));
}

function asOurs(error: unknown): RightsmithError {
  return RightsmithError.is(error) ? error : new InternalError('A thread failed unexpectedly.', { cause: error });
}
