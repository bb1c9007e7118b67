/** How fast a presentation of 1 GiB is protected and opened by the engine, against the same file as a PFILE. Sinks only count. */
import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openAuthority } from '@rightsmith/authority';
import { countingSink, fileSink, RightsEngine } from '@rightsmith/core';
import { ooxml } from '@rightsmith/format-ooxml';
import { pfile } from '@rightsmith/format-pfile';
import { buildPackage } from '../packages/format-ooxml/test/support/build-package.js';
import { memoryFolder } from './support/memory-folder.js';
import { compareInRounds } from './support/rounds.js';
import { printStandings } from './support/table.js';
import { withSource } from './support/with-source.js';

const MEBIBYTE = 1024 * 1024;
const MEBIBYTES = 1024;
const ROUNDS = Number(process.argv[2] ?? 5);
const AMOUNT = (MEBIBYTES * MEBIBYTE) / 1e6;
const PRESENTATION = 'application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml';
const GRANTS = [{ users: ['bob@example.com'], rights: ['VIEW'] }];
const TARGETS = { Office: { atLeast: 0.8 } };

const folder = memoryFolder();
const authority = await openAuthority({ home: join(folder, 'home') });
try {
  const engine = new RightsEngine({ client: authority.clientFor('alice@example.com'), formats: [ooxml(), pfile()] });
  const request = { name: 'show.pptx', policy: { names: [], grants: GRANTS } };
  const plain = join(folder, 'show.pptx');
  writeLargePackage(plain, await buildPackage(PRESENTATION));
  const protectedAs = (format: string): string => join(folder, `protected.${format}`);
  for (const format of ['pfile', 'ooxml']) {
    await withSource(plain, AMOUNT, (source) =>
      engine.protect(source, fileSink(protectedAs(format)), { ...request, format }),
    );
  }
  const protecting = (format: string) => (): Promise<number> =>
    withSource(plain, AMOUNT, (source) => engine.protect(source, countingSink(), { ...request, format }));
  const opening = (format: string) => (): Promise<number> =>
    withSource(protectedAs(format), AMOUNT, (source) => engine.unprotect(source, countingSink()));
  const compare = (of: typeof protecting): ReturnType<typeof compareInRounds> =>
    compareInRounds({ PFILE: of('pfile'), Office: of('ooxml') }, ROUNDS);
  printStandings('A presentation of 1 GiB, protected', 'MB/s', await compare(protecting), TARGETS);
  printStandings('A presentation of 1 GiB, its protection removed', 'MB/s', await compare(opening), TARGETS);
} finally {
  await authority.close();
  rmSync(folder, { recursive: true });
}

/** The package with zeros between its parts and its directory, where nobody looks. */
function writeLargePackage(path: string, zip: Uint8Array): void {
  const end = Buffer.from(zip);
  const directory = end.readUInt32LE(end.length - 6);
  const start = MEBIBYTES * MEBIBYTE - (end.length - directory);
  end.writeUInt32LE(start, end.length - 6);
  const file = openSync(path, 'w');
  writeSync(file, zip, 0, directory, 0);
  ftruncateSync(file, start);
  writeSync(file, end, directory, end.length - directory, start);
  closeSync(file);
}
