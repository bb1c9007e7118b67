// A process of its own that publishes and opens many times: what it holds at the end is what leaks. Writes JSON into a file.
import { readFileSync, writeFileSync } from 'node:fs';
import { silentLogger, systemClock } from '@rightsmith/core';
import * as koffi from 'koffi';
import { openMsipc } from '../dist/index.js';

const [library, cyclesText, resultFile] = process.argv.slice(2);
const cycles = Number(cyclesText);
/** Thread of the library; cycles without sign-in have no other beside the main one. */
const THREADS = 1;
/** Samples of each of the last two tenths. */
const SAMPLES = 5;
const standIn = koffi.load(library);
const count = (name) => standIn.func(`uint32_t ${name}()`)();

/** Bytes in memory once the garbage of all threads is gone. Wine has no such thing, and does not collect. */
async function residentBytes() {
  if (globalThis.collectEverywhere === undefined) return 0;
  await globalThis.collectEverywhere(THREADS);
  return Number(/^VmRSS:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
}

const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];

const msipc = await openMsipc({ library });
const client = msipc.clientFor();
const request = {
  policy: {
    names: [{ lcid: 1033, name: 'For Bob', description: '' }],
    grants: [{ users: ['bob@example.com'], rights: ['VIEW'] }],
  },
  labels: [],
  encryptedData: { a: 'b' },
  deprecatedAlgorithms: false,
};
const context = () => ({
  signal: new globalThis.AbortController().signal,
  logger: silentLogger,
  clock: systemClock,
  offline: false,
  interactive: false,
  languages: [],
});

const samples = [];
for (let cycle = 1; cycle <= cycles; cycle++) {
  const { license, cipher } = await client.publish(request, context());
  const useLicense = await client.acquire(license, context());
  const bytes = await useLicense.cipher.decrypt(0, await cipher.encrypt(0, new Uint8Array(100), true), true);
  if (bytes.length !== 100 || (await useLicense.policy()) === undefined) throw new Error('The cycle went wrong.');
  await Promise.all([cipher.close(), useLicense.cipher.close()]);
  const isSampled = cycle > cycles * 0.8 && cycle % (cycles / 10 / SAMPLES) === 0;
  if (isSampled) samples.push(await residentBytes());
}
const grown = median(samples.slice(SAMPLES)) - median(samples.slice(0, SAMPLES));
await msipc.close();
writeFileSync(
  resultFile,
  JSON.stringify({
    cycles,
    grown,
    blocks: count('StandInLiveBlocks'),
    handles: count('StandInLiveHandles'),
    misuses: count('StandInMisuses'),
  }),
);
