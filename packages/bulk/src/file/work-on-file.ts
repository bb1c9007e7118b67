import { mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  changedMeanwhile,
  isUnchanged,
  RightsmithError,
  stagedFileSink,
  writeFailure,
  type ByteSource,
  type CallOptions,
  type FileSink,
  type ProtectRequest,
  type ProtectResult,
  type RepublishResult,
  type StagedFile,
  type UnprotectResult,
} from '@rightsmith/core';
import type { BulkTask } from '../options.js';
import type { FileOrder, PreparedFile } from '../pool/messages.js';
import { checkedSink, type CheckedSink } from './checked-sink.js';
import { openFile, type OpenFile } from './open-file.js';
import type { Surroundings } from './surroundings.js';

/**
 * Makes the result of a file and leaves it, checked and flushed, beside the place it is to take. However this fails, nothing
 * is left of it.
 *
 * @throws CannotRead for a file that is seen to have changed meanwhile, which is looked for once more before its result takes its
 *   place; what engine and sink throw
 */
export async function workOnFile(order: FileOrder, surroundings: Surroundings): Promise<PreparedFile> {
  const { madeFolders } = surroundings;
  const { source, identity, model } = openFile(order.path);
  let sink: CheckedSink | undefined;
  try {
    const result = await process(order, source, surroundings, (outputName) => {
      sink = openSink({ ...order, model }, outputName, surroundings);
      return sink;
    });
    const { staged } = sink ?? {};
    if (sink === undefined || staged === undefined) throw new Error('The engine committed nothing.');
    return { kind: 'prepared', staged, source: identity, facts: factsOf(result, staged, sink.digest()) };
  } catch (error) {
    // Its folder may be gone.
    if (order.into !== undefined) madeFolders.delete(order.into);
    // What does not come out as it should of a file that changes is no bug.
    const isBug = RightsmithError.is(error) && error.code === 'InternalError';
    throw isBug && !isUnchanged(identity) ? changedMeanwhile(order.path, error) : error;
  } finally {
    await source.close();
  }
}

function process(
  order: FileOrder,
  source: ByteSource,
  { engine, task, inPlace, signal, addBytes }: Surroundings,
  openSink: (outputName: string) => FileSink,
): Promise<ProtectResult | UnprotectResult | RepublishResult> {
  const name = basename(order.path);
  const call: CallOptions = { signal, threads: order.threads, progress: difference(addBytes), ...task.call };
  switch (task.verb) {
    case 'protect':
      return engine.protect(source, openSink, { name, inPlace, check: true, ...ruledRequest(task, order) }, call);
    case 'unprotect':
      return engine.unprotect(source, openSink, { name, inPlace, ...call });
    case 'republish':
      return engine.republish(source, openSink, { check: true, ...task.request }, { name, inPlace, ...call });
  }
}

/** As an administrator's rule for the extension wants it. */
function ruledRequest(
  { request }: BulkTask & { readonly verb: 'protect' },
  { as }: FileOrder,
): Omit<ProtectRequest, 'name'> {
  if (as === undefined) return request;
  return as === 'pfile' ? { ...request, format: 'pfile', nameStyle: 'suffix' } : { ...request, nameStyle: 'prefix' };
}

function openSink(
  { path, into, model }: FileOrder & Pick<OpenFile, 'model'>,
  outputName: string,
  { task, inPlace, overwrite, madeFolders }: Surroundings,
): CheckedSink {
  const folder = into ?? dirname(path);
  if (into !== undefined && !madeFolders.has(into)) makeFolder(into, madeFolders);
  const target = join(folder, outputName);
  const isInput = target === path;
  return checkedSink(
    stagedFileSink(target, {
      overwrite: isInput ? inPlace : overwrite,
      like: model,
      // Of other verbs the engine checks the results.
      readBack: task.verb === 'unprotect',
    }),
  );
}

function makeFolder(folder: string, madeFolders: Set<string>): void {
  try {
    mkdirSync(folder, { recursive: true });
    madeFolders.add(folder);
  } catch (cause) {
    throw writeFailure(folder, cause);
  }
}

/** Hears how much is done and says how much more that is. */
function difference(addBytes: (bytes: number) => void): (bytesDone: number) => void {
  let before = 0;
  return (bytesDone) => {
    addBytes(bytesDone - before);
    before = bytesDone;
  };
}

function factsOf(
  result: ProtectResult | UnprotectResult | RepublishResult,
  { size }: StagedFile,
  sha256: string,
): PreparedFile['facts'] {
  const { format, contentId, owner, warnings } = result;
  const replaced = 'replacedContentId' in result ? result.replacedContentId : undefined;
  return {
    format,
    contentId,
    ...(replaced !== undefined && { replacedContentId: replaced }),
    ...(owner !== undefined && { owner }),
    size,
    sha256,
    warnings,
  };
}
