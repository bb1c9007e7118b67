import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FileResult } from '@rightsmith/bulk';
import type { Share } from './make-share.js';

/** How a run came out. */
export interface Judgement {
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
}

interface JournalLine {
  readonly type: string;
  readonly n: number;
  readonly result?: FileResult;
}

/**
 * Whether the journal of a finished run in place agrees with the disk: every result is there, once, as the journal says; what
 * failed or was left alone is as it was before; nothing else is there, no temporary file above all.
 *
 * @param folder - of the share; names in the journal are relative to the folder it is in
 * @param before - the files before the run, by path relative to the share
 */
export async function judgeJournal(
  path: string,
  folder: string,
  before: ReadonlyMap<string, string>,
): Promise<Judgement> {
  const results = new Map<number, FileResult>();
  const ends = new Map<number, number>();
  for await (const { type, n, result } of journalLines(path)) {
    if (result !== undefined) results.set(n, result);
    if (type === 'done') ends.set(n, (ends.get(n) ?? 0) + 1);
  }
  const twice = [...ends].filter(([, times]) => times > 1);
  assert.deepEqual(twice, [], 'no file is done twice');
  const expected = new Map(before);
  const counts = { done: 0, failed: 0, skipped: 0, planned: 0 };
  for (const { file, output, sha256, status } of results.values()) {
    counts[status] += 1;
    if (status !== 'done') continue;
    expected.delete(relative(folder, join(folder, '..', file)));
    expected.set(relative(folder, join(folder, '..', output ?? '')), sha256 ?? '');
  }
  await judgeFiles(folder, expected);
  return counts;
}

/** Whether every file is there with its content, and nothing else. */
export async function judgeFiles(folder: string, expected: ReadonlyMap<string, string>): Promise<void> {
  const found = filesIn(folder);
  assert.deepEqual(
    found.filter((name) => !expected.has(name)),
    [],
    'nothing is left over',
  );
  assert.equal(found.length, expected.size, 'nothing is missing');
  for (const [name, sha256] of expected) assert.equal(await hashOf(join(folder, name)), sha256, name);
}

/** Whether a share is as it was made. */
export async function judgeShare(folder: string, share: Share): Promise<void> {
  await judgeFiles(folder, hashesOf(share));
  for (const [name, { mode }] of share) assert.equal(statSync(join(folder, name)).mode & 0o777, mode, name);
}

/** The files of a share by path. */
export function hashesOf(share: Share): ReadonlyMap<string, string> {
  return new Map([...share].map(([name, { sha256 }]) => [name, sha256]));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** SHA-256, hexadecimal. */
export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function* journalLines(path: string): AsyncGenerator<JournalLine, void, void> {
  for await (const line of createInterface({ input: createReadStream(path) })) yield JSON.parse(line) as JournalLine;
}
