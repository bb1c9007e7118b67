/** How many end-user licences a service with PostgreSQL gives a second, and whether a denial takes as long for everybody. */
import { fork } from 'node:child_process';
import { constants, generateKeyPairSync, privateDecrypt, publicEncrypt, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { openAuthority } from '@rightsmith/authority';
import { createServer } from '@rightsmith/server';
import { openPostgresStore } from '@rightsmith/store-postgres';
import { postgresMissing, startPostgres } from '../test/support/postgres.js';
import { compareInRounds } from './support/rounds.js';
import { printMeasured, printStandings, printTable } from './support/table.js';

const ROUNDS = Number(process.argv[2] ?? 7);
const CALLERS = 20;
const LICENSES = 800;
const RSA_OPERATIONS = 400;
const DENIALS = 500;

interface Job {
  readonly calls: readonly { readonly url: string; readonly token: string; readonly body: string }[];
  readonly count: number;
  readonly callers: number;
}
interface Done {
  readonly times: readonly number[];
  readonly milliseconds: number;
}

const missing = postgresMissing();
if (missing === undefined) await measure();
else console.log(`\nNot measured: ${missing}.`);

async function measure(): Promise<void> {
  const postgres = await startPostgres();
  const store = await openPostgresStore({ url: postgres.url });
  const authority = await openAuthority({ store });
  await store.directory.change((directory) => ({
    ...directory,
    people: [{ address: 'carol@example.com', aliases: ['c@example.com'], groups: ['visitors@example.com'] }],
    groups: [{ address: 'people@example.com', members: ['visitors@example.com'] }],
  }));
  const limits = { requestsPerMinute: 10_000_000 };
  const server = await createServer({ authority, issuer: 'development', limits });
  const url = await server.listen();
  const callers = fork(join(import.meta.dirname, 'support/callers.js'));
  const run = async (job: Job): Promise<Done> => {
    callers.send(job);
    return ((await once(callers, 'message')) as [Done])[0];
  };
  try {
    const body = JSON.stringify({ SerializedPublishingLicense: await publish(url) });
    const callAs = async (address: string): Promise<Job['calls'][number]> => ({
      url: `${url}/my/v2/enduserlicenses`,
      token: await token(url, address),
      body,
    });
    await measureLicenses(await callAs('bob@example.com'), run);
    await measureDenials([await callAs('carol@example.com'), await callAs('admin@example.com')], run);
  } finally {
    callers.kill();
    await server.close();
    await authority.close();
    postgres.stop();
  }
}

type Run = (job: Job) => Promise<Done>;

async function measureLicenses(call: Job['calls'][number], run: Run): Promise<void> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' };
  const sealed = publicEncrypt({ key: publicKey, ...oaep }, randomBytes(28));
  const times: number[] = [];
  const name = `end-user licences, ${CALLERS} callers`;
  const standings = await compareInRounds(
    {
      'bare RSA-2048 private decryptions, one core': () => {
        for (let done = 0; done < RSA_OPERATIONS; done++) privateDecrypt({ key: privateKey, ...oaep }, sealed);
        return RSA_OPERATIONS;
      },
      [name]: async () => {
        const done = await run({ calls: [call], count: LICENSES, callers: CALLERS });
        times.push(...done.times);
        return { amount: LICENSES, milliseconds: done.milliseconds };
      },
    },
    ROUNDS,
  );
  printStandings('End-user licences from a service with PostgreSQL, callers in their own process', '/s', standings, {
    [name]: { atLeast: 0.35 },
  });
  const percent = (share: number): string =>
    times.toSorted((a, b) => a - b)[Math.floor(times.length * share)]!.toFixed(1);
  printTable(
    'Time of one end-user licence meanwhile',
    ['', 'ms'],
    [
      ['half below', percent(0.5)],
      ['99 % below', percent(0.99)],
    ],
  );
}

/** Alternating on one connection, so that a slow moment hits both alike. */
async function measureDenials(calls: Job['calls'], run: Run): Promise<void> {
  const ratios: number[] = [];
  for (let round = 0; round < 5; round++) {
    const { times } = await run({ calls, count: 2 * DENIALS, callers: 1 });
    const median = (which: number): number =>
      times.filter((_, number) => number % 2 === which).toSorted((a, b) => a - b)[DENIALS / 2]!;
    ratios.push(median(0) / median(1));
  }
  const sorted = ratios.toSorted((a, b) => a - b);
  printMeasured(
    `Median time of ${DENIALS} denials for somebody the directory knows, over that for somebody unknown`,
    'ratio (0.9–1.1 wanted)',
    [{ name: 'known / unknown', value: { lowest: sorted[0]!, median: sorted[2]!, highest: sorted[4]! } }],
    2,
  );
}

async function token(url: string, address: string): Promise<string> {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: address });
  const answer = (await (await fetch(`${url}/dev/token`, { method: 'POST', body: form })).json()) as {
    readonly access_token: string;
  };
  return answer.access_token;
}

async function publish(url: string): Promise<string> {
  const answer = await fetch(`${url}/my/v2/publishinglicenses`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await token(url, 'alice@example.com')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ Policy: { UserRights: [{ Users: ['bob@example.com'], Rights: ['VIEW', 'EDIT'] }] } }),
  });
  return ((await answer.json()) as { readonly SerializedPublishingLicense: string }).SerializedPublishingLicense;
}
