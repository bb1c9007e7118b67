import assert from 'node:assert/strict';
import { openAuthority } from '@rightsmith/authority';
import { openPostgresStore } from '@rightsmith/store-postgres';
import { Client } from 'pg';
import { runCli, type CliRun } from '../packages/cli/test/support/run-cli.js';
import { callContext } from '../packages/client-rest/test/support/loopback-service.js';
import { usePostgres } from './support/postgres.js';
import { useTemporaryFolder } from './support/temporary-folder.js';

describe('the record of a service in a database', () => {
  const postgres = usePostgres();
  const path = useTemporaryFolder();
  const audit = (...args: string[]): CliRun =>
    runCli(path(), ['audit', ...args], '', { RIGHTSMITH_DATABASE: postgres.url });

  it('can be printed and checked, and shows that it was changed', async () => {
    const authority = await openAuthority({ store: await openPostgresStore({ url: postgres.url }) });
    for (let count = 0; count < 3; count++) {
      const policy = { names: [], grants: [{ users: ['bob@example.com'], rights: ['VIEW'] }] };
      const request = { policy, labels: [], deprecatedAlgorithms: false };
      const { cipher } = await authority.clientFor('alice@example.com').publish(request, callContext());
      await cipher.close();
    }
    await authority.close();
    assert.match(audit('show').stdout, /^(.* publish .* alice@example\.com\n){3}$/);
    const checked = audit('verify', '--json');
    assert.equal(checked.exitCode, 0, checked.stdout);
    const { entries, last } = JSON.parse(checked.stdout) as { readonly entries: number; readonly last: string };
    assert.equal(entries, 3);
    assert.equal(audit('verify', '--expect', last).exitCode, 0);

    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    await client.query(`update rightsmith.record set who = 'eve@example.com' where number = 2`);
    await client.end();
    assert.equal(audit('verify').exitCode, 51);
  });

  it('is not there where the database cannot be reached', () => {
    const { exitCode, stderr } = runCli(path(), ['audit', 'verify'], '', {
      RIGHTSMITH_DATABASE: 'postgresql://u:secret@127.0.0.1:1/none',
    });
    assert.equal(exitCode, 60, stderr);
    assert.doesNotMatch(stderr, /secret/);
  });
});
