import { fileSink, sweepTemporaryFiles } from '@rightsmith/core';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { sampleBytes } from './support/sample-bytes.js';
import { stripSources } from './support/strip-sources.js';

describe('sweepTemporaryFiles', () => {
  const folder = useTemporaryFolder();

  /** The name of a temporary file that this process writes, with some parts changed. */
  async function makeFile(change: { host?: string; processId?: number; run?: string }): Promise<string> {
    mkdirSync(folder('sample'), { recursive: true });
    const sink = fileSink(folder('sample/target'));
    await sink.write(sampleBytes(1));
    const [prefix, host, processId, run, rest] = readdirSync(folder('sample'))[0]!.split('-');
    await sink.abort();
    const name = [prefix, change.host ?? host, change.processId ?? processId, change.run ?? run, rest].join('-');
    mkdirSync(folder('swept'), { recursive: true });
    writeFileSync(join(folder('swept'), name), 'left over');
    return name;
  }

  it('removes what a dead process left, and counts it', async () => {
    for (let count = 0; count < 3; count += 1) await makeFile({ processId: deadProcessId(), run: 'abc' });
    assert.equal(await sweepTemporaryFiles(folder('swept')), 3);
    assert.deepEqual(readdirSync(folder('swept')), []);
  });

  it('leaves what a living process is writing', async () => {
    const name = await makeFile({ processId: process.ppid, run: 'abc' });
    assert.equal(await sweepTemporaryFiles(folder('swept')), 0);
    assert.deepEqual(readdirSync(folder('swept')), [name]);
  });

  it('leaves what this process is writing, in a worker thread too', async () => {
    const own = await makeFile({});
    const thread = await makeFile({ run: 'abc' });
    assert.equal(await sweepTemporaryFiles(folder('swept')), 0);
    assert.deepEqual(readdirSync(folder('swept')).sort(), [own, thread].sort());
  });

  it('removes what an earlier run left that had the same process id, as in a container (needs root on Linux)', function () {
    const ownNumbering = ['--pid', '--fork', 'sh', '-c', '"$@"; true', 'sh', process.execPath];
    if (spawnSync('unshare', [...ownNumbering, '--version']).status !== 0) this.skip();
    const writer = stripSources(folder('program'));
    mkdirSync(folder('swept'));
    for (const fatalCall of [3, 99]) {
      spawnSync('unshare', [...ownNumbering, writer, folder('swept/target'), 'true', String(fatalCall)]);
      const names = readdirSync(folder('swept'));
      assert.equal(names.length, 1);
      assert.match(names[0]!, fatalCall === 3 ? /^\.rightsmith-[0-9a-f]{8}-2-/ : /^target$/);
    }
  });

  it('leaves what another host is writing', async () => {
    const name = await makeFile({ host: '01234567', processId: deadProcessId(), run: 'abc' });
    assert.equal(await sweepTemporaryFiles(folder('swept')), 0);
    assert.deepEqual(readdirSync(folder('swept')), [name]);
  });

  it('leaves everything whose name only looks similar', async () => {
    const name = await makeFile({ processId: deadProcessId(), run: 'abc' });
    const similar = [`${name}.docx`, `a${name}`, name.slice(1), name.replace('.tmp', ''), name.replace('abc', 'xyz')];
    for (const other of similar) writeFileSync(join(folder('swept'), other), 'precious');
    assert.equal(await sweepTemporaryFiles(folder('swept')), 1);
    assert.deepEqual(readdirSync(folder('swept')).sort(), similar.sort());
  });

  it('finds nothing in a folder that is not there', async () => {
    assert.equal(await sweepTemporaryFiles(folder('missing')), 0);
  });
});

/** A number that was a process's until a moment ago. */
function deadProcessId(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}
