import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { stagedFileSink, type FileIdentity, type StagedFile } from '@rightsmith/core';
import { useTemporaryFolder } from '../../../test/support/temporary-folder.js';
import { openFile } from '../src/file/open-file.js';
import { recoverFile } from '../src/journal/recover.js';
import { FolderFlushes } from '../src/swap/folder-flushes.js';
import { swapFiles } from '../src/swap/swap.js';

describe('the swap', () => {
  const path = useTemporaryFolder();
  const flushes = new FolderFlushes();

  interface Prepared {
    readonly staged: StagedFile;
    readonly source: FileIdentity;
    readonly result: { file: string; action: 'protect'; ok: true; status: 'done'; sha256: string };
  }

  /** A result for `a.txt` that is ready to take its place at `output`. */
  async function prepare(output: string, overwrite = false): Promise<Prepared> {
    writeFileSync(path('a.txt'), 'original');
    const { source, identity } = openFile(path('a.txt'));
    await source.close();
    const sink = stagedFileSink(path(output), { overwrite });
    await sink.write(Buffer.from('result'));
    await sink.commit();
    const sha256 = createHash('sha256').update('result').digest('hex');
    return {
      staged: sink.staged!,
      source: identity,
      result: { file: 'a.txt', action: 'protect', ok: true, status: 'done', sha256 },
    };
  }
  const files = (): Record<string, string> =>
    Object.fromEntries(readdirSync(path()).map((name) => [name, readFileSync(path(name), 'utf8')]));

  it('puts a result beside its input, or in its place, under the same name or another', async () => {
    await swapFiles({ ...(await prepare('a.ptxt')), inPlace: false }, flushes);
    assert.deepEqual(files(), { 'a.ptxt': 'result', 'a.txt': 'original' });
    unlinkSync(path('a.ptxt'));
    await swapFiles({ ...(await prepare('a.ptxt')), inPlace: true }, flushes);
    assert.deepEqual(files(), { 'a.ptxt': 'result' });
    await swapFiles({ ...(await prepare('a.txt', true)), inPlace: true }, flushes);
    assert.deepEqual(files(), { 'a.ptxt': 'result', 'a.txt': 'result' });
  });

  it('leaves everything as it is where a file is in the way, or the input was changed, removed or replaced', async () => {
    const inTheWay = await prepare('a.ptxt');
    writeFileSync(path('a.ptxt'), 'another');
    await assert.rejects(swapFiles({ ...inTheWay, inPlace: true }, flushes), { code: 'OutputExists' });
    assert.deepEqual(files(), { 'a.ptxt': 'another', 'a.txt': 'original' });

    const changed = await prepare('a.txt', true);
    writeFileSync(path('a.txt'), 'changed since');
    await assert.rejects(swapFiles({ ...changed, inPlace: true }, flushes), { code: 'CannotRead' });
    assert.deepEqual(files(), { 'a.ptxt': 'another', 'a.txt': 'changed since' });

    const replaced = await prepare('a.txt', true);
    writeFileSync(path('b'), 'original');
    renameSync(path('b'), path('a.txt'));
    await assert.rejects(swapFiles({ ...replaced, inPlace: true }, flushes), { code: 'CannotRead' });
    assert.equal(files()['a.txt'], 'original');
  });

  it('is found done or undone after a kill at any step, and then is', async () => {
    const beforeIt = await prepare('a.ptxt');
    assert.equal(await recoverFile(beforeIt, true, flushes), 'open');
    assert.deepEqual(files(), { 'a.txt': 'original' });

    const betweenLinkAndUnlink = await prepare('a.ptxt');
    linkSync(betweenLinkAndUnlink.staged.temporary, path('a.ptxt'));
    assert.equal(await recoverFile(betweenLinkAndUnlink, false, flushes), 'placed');
    assert.deepEqual(files(), { 'a.ptxt': 'result', 'a.txt': 'original' });

    unlinkSync(path('a.ptxt'));
    const beforeRemoving = await prepare('a.ptxt');
    renameSync(beforeRemoving.staged.temporary, path('a.ptxt'));
    assert.equal(await recoverFile(beforeRemoving, true, flushes), 'placed');
    assert.deepEqual(files(), { 'a.ptxt': 'result' });
    assert.equal(await recoverFile(beforeRemoving, true, flushes), 'placed');

    const someOther = await prepare('a.txt', true);
    assert.equal(await recoverFile(someOther, true, flushes), 'open');
    assert.equal(files()['a.txt'], 'original');
  });

  it('does not remove an input that was changed after its result took its place', async () => {
    const one = await prepare('a.ptxt');
    renameSync(one.staged.temporary, path('a.ptxt'));
    writeFileSync(path('a.txt'), 'changed since');
    await assert.rejects(recoverFile(one, true, flushes), { code: 'CannotRead' });
    assert.deepEqual(files(), { 'a.ptxt': 'result', 'a.txt': 'changed since' });
  });

  it('flushes a folder once for all who wait', async () => {
    const [first, second] = [flushes.flush(path()), flushes.flush(path())];
    assert.equal(first, second);
    await Promise.resolve().then(() => undefined);
    const [later, last] = [flushes.flush(path()), flushes.flush(path())];
    assert.ok(first !== later && later === last, 'whoever asks while it runs shares the next one');
    await Promise.all([first, later]);
    await assert.rejects(flushes.flush(path('none')), { code: 'CannotWrite' });
    await assert.rejects(flushes.flush(path('none')), { code: 'CannotWrite' });
    assert.ok(existsSync(path()) && lstatSync(path()).isDirectory());
  });
});
