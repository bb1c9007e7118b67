/** How fast small content is protected and opened inside the process, against the bare RSA operation each of them needs. */
import { constants, generateKeyPairSync, privateDecrypt, publicEncrypt, randomBytes, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthority } from '@rightsmith/authority';
import { bytesSource, memorySink, RightsEngine } from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import { compareInRounds } from './support/rounds.js';
import { printStandings } from './support/table.js';

const ROUNDS = Number(process.argv[2] ?? 7);
const OPERATIONS = 400;
const content = new Uint8Array(randomBytes(10 * 1024));
const policy = { names: [], grants: [{ users: ['bob@example.com'], rights: ['VIEW', 'EXPORT'] }] };

const folder = mkdtempSync(join(tmpdir(), 'rightsmith-bench-'));
const authority = await openAuthority({ home: join(folder, 'home') });
try {
  const engine = new RightsEngine({ client: authority.clientFor('alice@example.com'), formats: [pfile()] });
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const message = randomBytes(5000);
  const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' };
  const sealed = publicEncrypt({ key: publicKey, ...oaep }, randomBytes(28));
  const protect = async (): Promise<Uint8Array> => {
    const sink = memorySink();
    await engine.protect(bytesSource(content), sink, { name: 'content.bin', policy });
    return sink.bytes();
  };
  const protectedFile = await protect();
  const protectedFiles: Uint8Array[] = [];
  while (protectedFiles.length < OPERATIONS) protectedFiles.push(await protect());
  let opened = 0;

  printStandings(
    'Protecting 10 KiB in the process, one after the other',
    '/s',
    await compareInRounds(
      {
        'bare RSA-2048 signature': () => repeated(() => sign('sha256', message, privateKey)),
        'RightsEngine.protect': () => repeated(protect),
      },
      ROUNDS,
    ),
    { 'RightsEngine.protect': { atLeast: 0.5 } },
  );
  printStandings(
    'Opening 10 KiB in the process, one after the other',
    '/s',
    await compareInRounds(
      {
        'bare RSA-2048 private decryption': () => repeated(() => privateDecrypt({ key: privateKey, ...oaep }, sealed)),
        'RightsEngine.unprotect, one document': () =>
          repeated(() => engine.unprotect(bytesSource(protectedFile), memorySink())),
        'RightsEngine.unprotect, 400 documents in turn': () =>
          repeated(() => engine.unprotect(bytesSource(protectedFiles[opened++ % OPERATIONS]!), memorySink())),
      },
      ROUNDS,
    ),
    {
      'RightsEngine.unprotect, one document': { atLeast: 0.4 },
      'RightsEngine.unprotect, 400 documents in turn': { atLeast: 0.4 },
    },
  );
} finally {
  await authority.close();
  rmSync(folder, { recursive: true });
}

async function repeated(operation: () => unknown): Promise<number> {
  for (let done = 0; done < OPERATIONS; done++) await operation();
  return OPERATIONS;
}
