import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { useTemporaryFolder } from '../../../test/support/temporary-folder.js';
import { openFile } from '../src/file/open-file.js';

describe('opening a file', () => {
  const path = useTemporaryFolder();

  it('tells a name that is not in UTF-8 from one that is not there', async () => {
    // Where a system gives such a name, each byte that is none comes as this character.
    assert.throws(() => openFile(path('a\u{fffd}.txt')), { code: 'CannotRead', message: /not in UTF-8/ });
    assert.throws(() => openFile(path('a.txt')), { code: 'CannotRead', message: /no such file/ });
    mkdirSync(path('b\u{fffd}'));
    writeFileSync(path('b\u{fffd}/c.txt'), 'text');
    const { source, identity } = openFile(path('b\u{fffd}/c.txt'));
    assert.equal(identity.size, 4);
    await source.close();
  });
});
