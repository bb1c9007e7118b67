import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CorruptFile, fileSink, OutputExists, readFailure, writeFailure } from '@rightsmith/core';
import type { PlanEntry } from '../plan/plan-entry.js';

/** A part of a plan, for a process of its own. */
export interface Manifest {
  /** Absolute; names of files are relative to it. */
  readonly folder: string;
  readonly entries: readonly PlanEntry[];
}

/** A manifest in a file, and what is to be done with its files. */
export interface ManifestFile extends Manifest {
  /** Plain JSON of whoever wrote it. */
  readonly job: unknown;
}

const SCHEMA = 1;

const NAME = /^\d{4,}\.ndjson$/;

/** What a file costs besides its bytes, in bytes; so that shards take about the same time. */
const FILE_WORTH = 512 * 1024;

/**
 * Writes the files of a plan that are to be worked on into manifests of about the same weight, `0001.ndjson` and so on, and returns their
 * paths. The first line of each is `{ schema, folder, job }`, each other line a file.
 *
 * @param job - plain JSON
 * @throws CannotWrite; OutputExists where a manifest is there, of whatever plan: whoever hands out all that are would mix them
 */
export async function writeManifests(
  folder: string,
  shards: number,
  { job, ...manifest }: ManifestFile,
): Promise<readonly string[]> {
  makeFolder(folder);
  const head = JSON.stringify({ schema: SCHEMA, folder: manifest.folder, job });
  const paths: string[] = [];
  for (const entries of distributed(manifest.entries, shards)) {
    const path = join(folder, `${String(paths.length + 1).padStart(4, '0')}.ndjson`);
    const lines = entries.map(({ file, size, into, as }) => JSON.stringify({ file, size, into, as }));
    const sink = fileSink(path, { overwrite: false });
    try {
      await sink.write(Buffer.from(`${[head, ...lines].join('\n')}\n`));
      await sink.commit();
    } catch (error) {
      await sink.abort();
      throw error;
    }
    paths.push(path);
  }
  return paths;
}

/** Makes the folder, or takes one without manifests. @throws OutputExists, CannotWrite */
function makeFolder(folder: string): void {
  let names: readonly string[];
  try {
    mkdirSync(folder, { recursive: true });
    names = readdirSync(folder);
  } catch (cause) {
    throw writeFailure(folder, cause);
  }
  const there = names.find((name) => NAME.test(name));
  if (there === undefined) return;
  throw new OutputExists(`There are manifests in ${folder} already.`, {
    where: { file: join(folder, there) },
    hint: 'Name another folder, or remove those that are done.',
  });
}

/** Each file goes where there is least to do so far; no shard is empty. */
function distributed(entries: readonly PlanEntry[], shards: number): readonly (readonly PlanEntry[])[] {
  const open = entries.filter(({ skip }) => skip === undefined);
  const parts = Array.from({ length: Math.min(shards, open.length) }, () => ({
    weight: 0,
    entries: [] as PlanEntry[],
  }));
  for (const entry of open) {
    const lightest = parts.reduce((least, part) => (part.weight < least.weight ? part : least));
    lightest.weight += FILE_WORTH + entry.size;
    lightest.entries.push(entry);
  }
  return parts.map((part) => part.entries);
}

/** Reads a manifest. @throws CannotRead; CorruptFile for one that is none */
export function readManifest(path: string): ManifestFile {
  const [head, ...lines] = parsedLines(path);
  const { schema, folder, job } = head ?? {};
  if (schema !== SCHEMA || typeof folder !== 'string') throw noManifest(path, 1);
  const entries = lines.map((line, n) => entryOf(line, n) ?? raise(noManifest(path, n + 2)));
  return { folder, job, entries };
}

type Line = Readonly<Record<string, unknown>>;

function parsedLines(path: string): readonly Line[] {
  const lines = textOf(path)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.map((line, index) => {
    let parsed: unknown;
    try {
      parsed = JSON.parse(line);
    } catch (cause) {
      throw noManifest(path, index + 1, cause);
    }
    if (typeof parsed !== 'object' || parsed === null) throw noManifest(path, index + 1);
    return parsed as Line;
  });
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw readFailure(path, cause);
  }
}

function entryOf({ file, size = 0, into, as }: Line, n: number): PlanEntry | undefined {
  const isSize = Number.isSafeInteger(size) && Number(size) >= 0;
  const isFit = typeof file === 'string' && file !== '' && isSize && (into === undefined || typeof into === 'string');
  if (!isFit || (as !== undefined && as !== 'native' && as !== 'pfile')) return undefined;
  return { n, file, size: Number(size), ...(into !== undefined && { into }), ...(as !== undefined && { as }) };
}

function noManifest(path: string, line: number, cause?: unknown): CorruptFile {
  return new CorruptFile('This is not a manifest.', {
    where: { file: path, structure: `line ${line}` },
    hint: 'Write one by --dry-run --manifest DIR.',
    cause,
  });
}

function raise(error: Error): never {
  throw error;
}
