import { createSpool } from '@rightsmith/core';
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { sampleBytes } from './support/sample-bytes.js';

describe('createSpool', () => {
  const folder = useTemporaryFolder();

  it('keeps all in memory up to its limit', async () => {
    const spool = createSpool({ memoryBytes: 1000, folder: folder('missing') });
    await spool.write(sampleBytes(500));
    await spool.write(sampleBytes(500));
    assert.equal(spool.size, 1000);
    assert.deepEqual(await (await spool.source()).read(500, 500), sampleBytes(500));
    await spool.close();
  });

  it('moves all to a file beyond its limit, whatever sizes are written', async () => {
    const written: Uint8Array[] = [];
    const spool = createSpool({ memoryBytes: 1000, folder: folder() });
    for (const size of [1, 15, 16, 900, 500, 1, 0, 3_000_000, 33]) {
      written.push(sampleBytes(size));
      await spool.write(sampleBytes(size));
    }
    const source = await spool.source();
    assert.equal(source.size, spool.size);
    assert.deepEqual(Buffer.from(await source.read(0, source.size)), Buffer.concat(written));
    await spool.close();
  });

  it('leaves no name in the folder while it is in use, and no plaintext on the disk', async function () {
    if (process.platform !== 'linux') this.skip(); // the nameless file is found through /proc
    const spool = createSpool({ memoryBytes: 0, folder: folder() });
    await spool.write(Buffer.from('secret '.repeat(1000)));
    assert.deepEqual(readdirSync(folder()), []);
    const stored = namelessFilesIn(folder());
    assert.deepEqual(
      stored.map(({ length }) => length),
      [7000],
    );
    assert.ok(!stored[0]!.includes('secret'));
    await spool.close();
    assert.deepEqual(namelessFilesIn(folder()), []);
  });

  it('encrypts each spool under a key of its own', async function () {
    if (process.platform !== 'linux') this.skip(); // the nameless files are found through /proc
    const spools = [
      createSpool({ memoryBytes: 0, folder: folder() }),
      createSpool({ memoryBytes: 0, folder: folder() }),
    ];
    for (const spool of spools) await spool.write(new Uint8Array(1000));
    const [first, second] = namelessFilesIn(folder());
    assert.notDeepEqual(first, second);
    for (const spool of spools) await spool.close();
  });

  it('takes its key from the given randomness and forgets it', async () => {
    const keys: Uint8Array[] = [];
    const random = {
      bytes: (length: number) => {
        const key = sampleBytes(length);
        keys.push(key);
        return key;
      },
    };
    const spool = createSpool({ memoryBytes: 0, folder: folder(), random });
    await spool.write(sampleBytes(10));
    await spool.close();
    assert.deepEqual(keys, [new Uint8Array(32)]);
  });

  it('gives a source to each who asks, and closing one leaves the others', async () => {
    const spool = createSpool({ memoryBytes: 0, folder: folder() });
    await spool.write(sampleBytes(100));
    const [first, second] = await Promise.all([spool.source(), spool.source()]);
    await first.close();
    assert.deepEqual(await second.read(0, 100), sampleBytes(100));
    await spool.close();
    await assert.rejects(second.read(0, 100), { code: 'CannotRead' });
  });

  it('finishes the reads in flight before it closes', async () => {
    const spool = createSpool({ memoryBytes: 0, folder: folder() });
    await spool.write(sampleBytes(10_000));
    const source = await spool.source();
    const reads = Array.from({ length: 20 }, (_, index) => source.read(index * 100, 100));
    await spool.close();
    assert.deepEqual(Buffer.concat(await Promise.all(reads)), Buffer.from(sampleBytes(2000)));
  });

  it('takes no more once it was read or closed', async () => {
    for (const end of ['source', 'close'] as const) {
      const spool = createSpool({ memoryBytes: 10, folder: folder() });
      await spool[end]();
      await assert.rejects(spool.write(sampleBytes(1)), { code: 'UsageError' }, end);
      await spool.close();
    }
  });

  it('reports a folder it cannot write to, and then has no source', async () => {
    const spool = createSpool({ memoryBytes: 0, folder: folder('missing') });
    await assert.rejects(spool.write(sampleBytes(1)), { code: 'CannotWrite', where: { file: folder('missing') } });
    await assert.rejects(spool.source(), { code: 'UsageError' });
    await spool.close();
  });

  it('refuses a limit that is no number of bytes', () => {
    for (const memoryBytes of [-1, 0.5, NaN]) assert.throws(() => createSpool({ memoryBytes }), { code: 'UsageError' });
  });
});

/** The contents of this process's open files that were in `folder` and have lost their names. */
function namelessFilesIn(folder: string): Buffer[] {
  return readdirSync('/proc/self/fd')
    .map((descriptor) => join('/proc/self/fd', descriptor))
    .filter((link) => existsSync(link) && readlinkSync(link).startsWith(join(folder, '.rightsmith-')))
    .map((link) => readFileSync(link));
}
