// One measurement of bench/compound-file.ts: `<task> <file> <GiB>`. Prints a Measurement.
import { readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import type * as Cfb from 'cfb';
import { copySource, countingSink, fileSource } from '@rightsmith/core';
import type { ByteSink, ByteSource } from '@rightsmith/core';
import { openCompoundFile, writeCompoundFile } from '@rightsmith/compound-file';

/** What one process took. */
export interface Measurement {
  readonly milliseconds: number;
  /** Peak memory above what the process had before the work. */
  readonly grownKiB: number;
}

/** Everything that can be measured. */
export type TaskName = 'read ours' | 'copy ours' | 'write ours' | 'read cfb' | 'parse cfb' | 'write cfb';

const MEBIBYTE: number = 1024 * 1024;
const NAME = 'EncryptedPackage';
const cfb = createRequire(import.meta.url)('cfb') as typeof Cfb;

/** What is prepared before, and then the work itself. */
const TASKS: Readonly<Record<TaskName, (path: string, size: number) => () => unknown>> = {
  'read ours': (path) => () => readStream(path, readInTurn),
  'copy ours': (path) => () => readStream(path, (stream) => copySource(stream, countingSink())),
  'write ours': (path, size) => {
    const run = new Uint8Array(Buffer.alloc(MEBIBYTE, 'content'));
    return () => writeOurs(path, size, run);
  },
  'read cfb': (path) => () => {
    checkCfb(readFileSync(path));
  },
  'parse cfb': (path) => {
    const bytes = readFileSync(path);
    return () => {
      checkCfb(bytes);
    };
  },
  'write cfb': (path, size) => {
    const content = Buffer.alloc(size, 'content');
    return () => {
      const container = cfb.utils.cfb_new();
      cfb.utils.cfb_add(container, `/${NAME}`, content);
      writeFileSync(path, cfb.write(container, { type: 'buffer' }) as Buffer);
    };
  },
};

async function readStream(path: string, work: (stream: ByteSource) => Promise<number>): Promise<void> {
  const source = fileSource(path);
  const stream = await (await openCompoundFile(source)).openStream(NAME);
  const bytes = await work(stream);
  if (bytes !== stream.size) throw new Error(`${bytes} bytes read`);
  await source.close();
}

async function readInTurn(stream: ByteSource): Promise<number> {
  let done = 0;
  while (done < stream.size) done += (await stream.read(done, MEBIBYTE)).length;
  return done;
}

async function writeOurs(path: string, size: number, run: Uint8Array): Promise<void> {
  const handle = await open(path, 'w');
  const file: ByteSink = {
    write: async (bytes) => {
      await handle.write(bytes);
    },
  };
  const write = async (sink: ByteSink): Promise<void> => {
    for (let done = 0; done < size; done += run.length) await sink.write(run);
  };
  await writeCompoundFile([{ kind: 'stream', path: NAME, content: { size, write } }], file);
  await handle.close();
}

function checkCfb(bytes: Buffer): void {
  const content = cfb.find(cfb.read(bytes, { type: 'buffer' }), NAME)?.content;
  if (content === undefined || content.length < bytes.length * 0.9) throw new Error('the stream was not read');
}

const [task, path = '', gibibytes] = process.argv.slice(2);
const work = TASKS[task as TaskName](path, Number(gibibytes) * 1024 * MEBIBYTE);
const startKiB = process.resourceUsage().maxRSS;
const start = performance.now();
await work();
const measurement: Measurement = {
  milliseconds: performance.now() - start,
  grownKiB: process.resourceUsage().maxRSS - startKiB,
};
console.log(JSON.stringify(measurement));
