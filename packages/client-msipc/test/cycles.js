// A process of its own that publishes and opens many times: what it holds at the end is what leaks. Writes JSON into a file.
import { readFileSync, writeFileSync } from 'node:fs';
import { silentLogger, systemClock } from '@rightsmith/core';
import * as koffi from 'koffi';
import { openMsipc } from '../dist/index.js';

const [library, cyclesText, resultFile] = process.argv.slice(2);
const cycles = Number(cyclesText);
const LAST = cycles / 10;
const standIn = koffi.load(library);
const count = (name) => standIn.func(`uint32_t ${name}()`)();

/** Bytes in memory after the garbage is gone. */
function residentBytes() {
  for (let round = 0; round < 4; round++) globalThis.gc();
  if (process.platform !== 'linux') return process.memoryUsage().rss;
  return Number(/^VmRSS:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
}

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

let before = 0;
for (let cycle = 0; cycle < cycles; cycle++) {
  if (cycle === cycles - LAST) before = residentBytes();
  const { license, cipher } = await client.publish(request, context());
  const useLicense = await client.acquire(license, context());
  const bytes = await useLicense.cipher.decrypt(0, await cipher.encrypt(0, new Uint8Array(100), true), true);
  if (bytes.length !== 100 || (await useLicense.policy()) === undefined) throw new Error('The cycle went wrong.');
  await Promise.all([cipher.close(), useLicense.cipher.close()]);
}
const grown = residentBytes() - before;
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
