import { readFile } from 'node:fs/promises';
import { openCompoundFile, type CompoundInput } from '@rightsmith/compound-file';
import { bytesSource } from '@rightsmith/core';
import type { BinaryApplication } from '../recognize/office-types.js';

/** Small documents of our own text, made by a real program; test/support/make-placeholders.ts. */
const FILES: Readonly<Record<BinaryApplication, URL>> = {
  Word: new URL('../../assets/placeholder.doc', import.meta.url),
  Excel: new URL('../../assets/placeholder.xls', import.meta.url),
  PowerPoint: new URL('../../assets/placeholder.ppt', import.meta.url),
};

/** A whole document, to be laid around a protected one. */
export interface Placeholder {
  /** Of the root, by which Windows knows the program. */
  readonly classId: string | undefined;
  readonly streams: readonly CompoundInput[];
}

/**
 * The document that a program without rights management shows instead of the protected one, so that it tells a person what
 * is the matter; ooxml-irm.md §8.5.
 */
export async function placeholderOf(application: BinaryApplication): Promise<Placeholder> {
  const file = await openCompoundFile(bytesSource(new Uint8Array(await readFile(FILES[application]))));
  const streams: CompoundInput[] = [];
  for (const { path } of file.entries) {
    streams.push({ kind: 'stream', path, content: await file.openStream(path) });
  }
  return { classId: file.root.classId, streams };
}
