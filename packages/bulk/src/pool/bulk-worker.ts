import { BroadcastChannel, workerData } from 'node:worker_threads';
import { errorData, InternalError, RightsmithError } from '@rightsmith/core';
import { lookAtFile } from '../file/look-at-file.js';
import { readFacts } from '../file/read-facts.js';
import { workOnFile } from '../file/work-on-file.js';
import type { FileAnswer, FileOrder, ReadAnswer, ThreadSetup } from './messages.js';
import { openThreadEngine, type ThreadEngine } from './open-engine.js';
import { workOnAll } from './work-on-all.js';

const setup = workerData as ThreadSetup;
const { counters } = setup;
const ending = new AbortController();
const madeFolders = new Set<string>();
let opened: Promise<ThreadEngine> | undefined;

const endChannel = new BroadcastChannel(setup.endChannel);
endChannel.onmessage = ({ data }: { readonly data: unknown }) => {
  if (data === 'end') ending.abort();
  if (data === 'close') void close();
};
endChannel.unref();

/** Works on files and answers in their order, whatever comes of each. May be called again meanwhile. */
export const work: (orders: readonly FileOrder[]) => Promise<readonly (FileAnswer | ReadAnswer)[]> = workOnAll({
  workOn: workOnOne,
  counters,
  maxErrors: setup.maxErrors,
  signal: ending.signal,
});

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
    const { inPlace, overwrite } = setup;
    const surroundings = { ...tools, task, inPlace, overwrite, madeFolders, addBytes };
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
