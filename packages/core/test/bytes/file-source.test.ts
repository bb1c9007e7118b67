import { fileSource } from '@rightsmith/core';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { sampleBytes } from './support/sample-bytes.js';

describe('fileSource', () => {
  const folder = useTemporaryFolder();

  it('reads beyond 4 GiB', async () => {
    const descriptor = openSync(folder('sparse'), 'w');
    writeSync(descriptor, 'far away', 5 * 2 ** 30);
    closeSync(descriptor);
    assert.ok(statSync(folder('sparse')).blocks < 1000, 'the file is not sparse here, too large for a test');

    const source = fileSource(folder('sparse'));
    assert.equal(source.size, 5 * 2 ** 30 + 8);
    assert.equal(Buffer.from(await source.read(5 * 2 ** 30 - 1, 100)).toString('latin1'), '\0far away');
    await source.close();
  });

  it('says so when a range does not fit into memory', async () => {
    writeFileSync(folder('endless'), '');
    truncateSync(folder('endless'), 2 ** 40);
    const source = fileSource(folder('endless'));
    await assert.rejects(source.read(0, source.size), { code: 'LimitReached', limit: 'arrayBytes' });
    await source.close();
  });

  it('gives what is left of a file that shrank', async () => {
    writeFileSync(folder('shrinking'), sampleBytes(1000));
    const source = fileSource(folder('shrinking'));
    truncateSync(folder('shrinking'), 300);
    assert.deepEqual(await source.read(200, 500), sampleBytes(1000).slice(200, 300));
    await source.close();
  });

  it('finishes the reads in flight before it closes', async () => {
    writeFileSync(folder('busy'), sampleBytes(100_000));
    const source = fileSource(folder('busy'));
    const reads = Array.from({ length: 20 }, (_, index) => source.read(index * 1000, 1000));
    const closing = source.close();
    assert.deepEqual(Buffer.concat(await Promise.all(reads)), Buffer.from(sampleBytes(20_000)));
    await closing;
  });

  it('leaves no descriptor open, whether opening worked or not', async function () {
    if (process.platform !== 'linux') this.skip(); // descriptors are counted in /proc
    writeFileSync(folder('file'), 'content');
    const before = readdirSync('/proc/self/fd').length;
    await fileSource(folder('file')).close();
    assert.throws(() => fileSource(folder()));
    assert.equal(readdirSync('/proc/self/fd').length, before);
  });

  it('refuses a pipe instead of waiting for its writer', function () {
    if (process.platform === 'win32') this.skip(); // no named pipes in folders
    execFileSync('mkfifo', [folder('pipe')]);
    assert.throws(() => fileSource(folder('pipe')), { code: 'CannotRead', hint: /standard input/ });
  });

  for (const { what, name, code } of [
    { what: 'a file that is not there', name: 'missing', code: 'CannotRead' },
    { what: 'a folder', name: '.', code: 'CannotRead' },
    { what: 'a path through a file', name: 'file/inner', code: 'CannotRead' },
    { what: 'a name that is too long', name: 'x'.repeat(300), code: 'CannotRead' },
    { what: 'a name with a NUL character', name: 'a\0b', code: 'UsageError' },
  ]) {
    it(`refuses ${what} and says what to do`, () => {
      writeFileSync(folder('file'), 'content');
      assert.throws(() => fileSource(folder(name)), { code, hint: /./ });
    });
  }

  it('says which file it could not read', () => {
    assert.throws(() => fileSource(folder('missing')), { where: { file: folder('missing') } });
  });
});
