import assert from 'node:assert/strict';
import { renameSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { changedMeanwhile, fileIdentity, isUnchanged } from '@rightsmith/core';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';

describe('the identity of a file', () => {
  const path = useTemporaryFolder();

  const changes: readonly (readonly [what: string, change: (file: string) => void])[] = [
    [
      'more in it',
      (file) => {
        writeFileSync(file, 'text', { flag: 'a' });
      },
    ],
    [
      'a touch',
      (file) => {
        utimesSync(file, 1, 1);
      },
    ],
    [
      'another file in its place',
      (file) => {
        writeFileSync(`${file}2`, 'text');
        utimesSync(`${file}2`, 5, 5);
        renameSync(`${file}2`, file);
      },
    ],
    [
      'its removal',
      (file) => {
        unlinkSync(file);
      },
    ],
    [
      'a link in its place',
      (file) => {
        renameSync(file, `${file}2`);
        symlinkSync(`${file}2`, file);
      },
    ],
  ];
  for (const [what, change] of changes) {
    it(`is another after ${what}`, () => {
      const file = path('a.txt');
      writeFileSync(file, 'text');
      utimesSync(file, 5, 5);
      const identity = fileIdentity(file);
      assert.equal(isUnchanged(identity), true);
      change(file);
      assert.equal(isUnchanged(identity), false);
      assert.equal(changedMeanwhile(file).code, 'CannotRead');
    });
  }

  it('tells apart what a number would round: a nanosecond, an inode of 64 bits, another device', () => {
    const file = path('a.txt');
    writeFileSync(file, 'text');
    const identity = fileIdentity(file);
    const next = (digits: string): string => String(BigInt(digits) + 1n);
    assert.equal(isUnchanged({ ...identity, mtimeNs: next(identity.mtimeNs) }), false);
    assert.equal(isUnchanged({ ...identity, inode: next(identity.inode) }), false);
    assert.equal(isUnchanged({ ...identity, device: next(identity.device!) }), false);
  });

  it('that was kept without the device is good after the disk was mounted as another', () => {
    const file = path('a.txt');
    writeFileSync(file, 'text');
    const { size, mtimeNs, inode } = fileIdentity(file);
    assert.equal(isUnchanged({ path: file, size, mtimeNs, inode }), true);
  });

  it('of a file that is not there cannot be read', () => {
    assert.throws(() => fileIdentity(path('gone')), { code: 'CannotRead' });
  });
});
