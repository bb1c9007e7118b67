import { blobSource } from '@rightsmith/core';
import assert from 'node:assert/strict';
import { openAsBlob, truncateSync, writeFileSync } from 'node:fs';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { sampleBytes } from './support/sample-bytes.js';

describe('blobSource', () => {
  const folder = useTemporaryFolder();

  it('says that a blob cannot be read any more', async () => {
    writeFileSync(folder('behind'), sampleBytes(1000));
    const source = blobSource(await openAsBlob(folder('behind')));
    truncateSync(folder('behind'), 10);
    await assert.rejects(source.read(0, 1000), { code: 'CannotRead' });
  });
});
