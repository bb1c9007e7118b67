import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { withinAny } from '@rightsmith/core';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';

describe('withinAny', () => {
  const path = useTemporaryFolder();

  it('knows a place and what is in it by every name, and nothing beside it', () => {
    mkdirSync(path('home/keys'), { recursive: true });
    writeFileSync(path('file'), '');
    symlinkSync(path('home'), path('link'));
    const isWithin = withinAny([path('link'), path('file'), path('none')]);
    const inside = ['home/a', 'home/keys/b', 'link/a', 'x/../link/keys/b', 'home', 'file', 'none/a/b', 'none'];
    assert.deepEqual(
      inside.filter((name) => !isWithin(path(name))),
      [],
    );
    assert.deepEqual(
      ['home2', 'home2/a', 'a', 'files', '.'].filter((name) => isWithin(path(name))),
      [],
    );
    assert.equal(withinAny([])(path('home/a')), false);
    assert.equal(withinAny(['/'])(path('home/a')), true);
  });
});
