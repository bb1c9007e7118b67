/**
 * How much of the speed of the RMS Client's own AES is left behind the port: another thread, the bridge, the copies. The
 * library is the stand-in of the tests; the baseline is its own function called in a loop in C.
 *
 *     node --import ts-blank-space/register bench/msipc.ts [rounds]
 */
import { openMsipc } from '@rightsmith/client-msipc';
import { silentLogger, systemClock, type ContentCipher } from '@rightsmith/core';
import { lacksToolchain } from '../packages/client-msipc/test/support/build-stand-in.js';
import { standIn } from '../packages/client-msipc/test/support/stand-in.js';
import { compareInRounds } from './support/rounds.js';
import { printStandings } from './support/table.js';

const MEBIBYTE: number = 1024 * 1024;
const MEBIBYTES = { encrypt: 64, decrypt: 256 } as const;
/** As the pump of all formats has them: one worked on, one being read. */
const IN_FLIGHT = 2;

const rounds = Number(process.argv[2] ?? 7);
const reason = lacksToolchain();
if (reason === undefined) await compare();
else console.log(`Not measured: ${reason}.`);

async function compare(): Promise<void> {
  const library = standIn();
  const msipc = await openMsipc({ library: library.library });
  const { cipher } = await msipc.clientFor().publish(
    {
      policy: { names: [], grants: [{ users: ['anyone'], rights: ['VIEW'] }] },
      labels: [],
      deprecatedAlgorithms: false,
    },
    {
      signal: new AbortController().signal,
      logger: silentLogger,
      clock: systemClock,
      offline: false,
      interactive: false,
      languages: [],
    },
  );
  for (const direction of ['encrypt', 'decrypt'] as const) {
    const [label, atLeast] = direction === 'encrypt' ? (['Encrypting', 0.8] as const) : (['Decrypting', 0.6] as const);
    const port = `ContentCipher.${direction}, 1 MiB runs`;
    printStandings(
      `${label} CBC4K AES-256 in the RMS Client’s stand-in, memory to memory`,
      'MB/s',
      await compareInRounds(
        {
          'the same function, called in C': () => {
            library.timeRuns(direction === 'encrypt', MEBIBYTE, MEBIBYTES[direction]);
            return (MEBIBYTES[direction] * MEBIBYTE) / 1e6;
          },
          [port]: () => inRuns(cipher, direction),
        },
        rounds,
      ),
      { [port]: { atLeast } },
    );
  }
  await cipher.close();
  await msipc.close();
}

/** What one run gives is what the next is made of, so that only the cipher is measured. */
async function inRuns(cipher: ContentCipher, direction: 'encrypt' | 'decrypt'): Promise<number> {
  const each = MEBIBYTES[direction] / IN_FLIGHT;
  const lane = async (): Promise<void> => {
    let run = new Uint8Array(MEBIBYTE);
    for (let done = 0; done < each; done++) run = await next(cipher, direction, done, run);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return (MEBIBYTES[direction] * MEBIBYTE) / 1e6;
}

async function next(
  cipher: ContentCipher,
  direction: 'encrypt' | 'decrypt',
  done: number,
  run: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  return (await cipher[direction](done * (MEBIBYTE / cipher.segmentSize), run, false, true)) as Uint8Array<ArrayBuffer>;
}
