import { basename } from 'node:path';
import type { RightsEngine } from '@rightsmith/core';
import type { FileOrder, ReadAnswer } from '../pool/messages.js';
import { insidesData } from '../read/insides-data.js';
import type { ReadTask } from '../read/read-options.js';
import { openFile } from './open-file.js';

/** What finding out about a file is done with. */
export interface ReadSurroundings {
  readonly engine: RightsEngine;
  readonly task: ReadTask;
  readonly signal: AbortSignal;
}

/** Finds out about a file what needs no key. @throws CannotRead; what the engine throws */
export async function readFacts(
  { path }: Pick<FileOrder, 'path'>,
  { engine, task, signal }: ReadSurroundings,
): Promise<ReadAnswer> {
  const { source } = openFile(path);
  const options = { ...task.call, name: basename(path), signal };
  try {
    if (task.verb === 'verify') return { kind: 'verified', report: await engine.verify(source, options) };
    if (task.inside !== true) return { kind: 'inspected', facts: (await engine.inspect(source, options)).facts };
    const { facts, ...insides } = await engine.inspectTree(source, options);
    return { kind: 'inspected', facts, insides: insidesData(insides) };
  } finally {
    await source.close();
  }
}
