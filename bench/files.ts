/** How fast a file goes through the engine into a sink that only counts, against the same cipher from memory to memory. */
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAuthority } from '@rightsmith/authority';
import { countingSink, createContentCipher, fileSink, RightsEngine } from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import { memoryFolder } from './support/memory-folder.js';
import { compareInRounds } from './support/rounds.js';
import { printStandings } from './support/table.js';
import { withSource } from './support/with-source.js';

const MEBIBYTE = 1024 * 1024;
const MEBIBYTES = 256;
const ROUNDS = Number(process.argv[2] ?? 7);
const AMOUNT = (MEBIBYTES * MEBIBYTE) / 1e6;

const cipher = createContentCipher({ mode: 'CBC4K', key: randomBytes(32) });
const run = new Uint8Array(randomBytes(MEBIBYTE));
const folder = memoryFolder();
const authority = await openAuthority({ home: join(folder, 'home') });
try {
  const engine = new RightsEngine({ client: authority.clientFor('alice@example.com'), formats: [pfile()] });
  const plain = join(folder, 'content.bin');
  const wrapped = join(folder, 'content.pfile');
  const request = {
    name: 'content.bin',
    policy: { names: [], grants: [{ users: ['bob@example.com'], rights: ['VIEW'] }] },
  };
  writeFileSync(plain, randomBytes(MEBIBYTES * MEBIBYTE));
  await withSource(plain, AMOUNT, (source) => engine.protect(source, fileSink(wrapped), request));
  printStandings(
    `A file of ${MEBIBYTES} MiB, protected as PFILE`,
    'MB/s',
    await compareInRounds(
      {
        'cipher, memory to memory, 1 MiB runs': () => inRuns('encrypt'),
        'RightsEngine.protect to a counting sink': () =>
          withSource(plain, AMOUNT, (source) => engine.protect(source, countingSink(), request)),
      },
      ROUNDS,
    ),
    { 'RightsEngine.protect to a counting sink': { atLeast: 0.7 } },
  );
  printStandings(
    `A PFILE of ${MEBIBYTES} MiB, its protection removed`,
    'MB/s',
    await compareInRounds(
      {
        'cipher, memory to memory, 1 MiB runs': () => inRuns('decrypt'),
        'RightsEngine.unprotect to a counting sink': () =>
          withSource(wrapped, AMOUNT, (source) => engine.unprotect(source, countingSink())),
      },
      ROUNDS,
    ),
    { 'RightsEngine.unprotect to a counting sink': { atLeast: 0.5 } },
  );
} finally {
  await authority.close();
  rmSync(folder, { recursive: true });
}

async function inRuns(direction: 'encrypt' | 'decrypt'): Promise<number> {
  for (let done = 0; done < MEBIBYTES; done++) await cipher[direction](done * 256, run, false);
  return AMOUNT;
}
