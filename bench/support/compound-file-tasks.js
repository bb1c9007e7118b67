// One measurement of bench/compound-file.ts, in a process of its own that runs what was built: `<task> <file> <GiB>`.
// Prints milliseconds and peak memory (VmHWM, KiB) as JSON.
import { readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { openCompoundFile, writeCompoundFile } from '@rightsmith/compound-file';
import { copySource, countingSink, fileSource } from '@rightsmith/core';

const MEBIBYTE = 1024 * 1024;
const NAME = 'EncryptedPackage';

/** What is prepared before, and then the work itself. */
const TASKS = {
  'copy ours': (path) => () => readStream(path, (stream) => copySource(stream, countingSink())),
  'read ours': (path) => () => readStream(path, readInTurn),
  'write ours': (path, size) => {
    const run = Buffer.alloc(MEBIBYTE, 'content');
    return () => writeOurs(path, size, run);
  },
  'read cfb': (path) => {
    const cfb = loadCfb();
    return () => checkCfb(cfb, readFileSync(path));
  },
  'parse cfb': (path) => {
    const cfb = loadCfb();
    const bytes = readFileSync(path);
    return () => checkCfb(cfb, bytes);
  },
  'write cfb': (path, size) => {
    const cfb = loadCfb();
    const content = Buffer.alloc(size, 'content');
    return () => {
      const container = cfb.utils.cfb_new();
      cfb.utils.cfb_add(container, `/${NAME}`, content);
      writeFileSync(path, cfb.write(container, { type: 'buffer' }));
    };
  },
};

async function readStream(path, work) {
  const source = fileSource(path);
  const stream = await (await openCompoundFile(source)).openStream(NAME);
  const bytes = await work(stream);
  if (bytes !== stream.size) throw new Error(`${bytes} bytes read`);
  await source.close();
}

async function readInTurn(stream) {
  const memory = new Uint8Array(MEBIBYTE);
  let done = 0;
  while (done < stream.size) done += (await stream.read(done, MEBIBYTE, memory)).length;
  return done;
}

async function writeOurs(path, size, run) {
  const handle = await open(path, 'w');
  const file = { write: (bytes) => handle.write(bytes) };
  const write = async (sink) => {
    for (let done = 0; done < size; done += run.length) await sink.write(run);
  };
  await writeCompoundFile([{ kind: 'stream', path: NAME, content: { size, write } }], file);
  await handle.close();
}

/** Only where it is measured, because it takes memory. */
function loadCfb() {
  return createRequire(import.meta.url)('cfb');
}

function checkCfb(cfb, bytes) {
  const content = cfb.find(cfb.read(bytes, { type: 'buffer' }), NAME)?.content;
  if (content === undefined || content.length < bytes.length * 0.9) throw new Error('the stream was not read');
}

const [task, path, gibibytes] = process.argv.slice(2);
const work = TASKS[task](path, Number(gibibytes) * 1024 * MEBIBYTE);
const start = performance.now();
await work();
const milliseconds = performance.now() - start;
const [, peakKiB] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
console.log(JSON.stringify({ milliseconds, peakKiB: Number(peakKiB) }));
