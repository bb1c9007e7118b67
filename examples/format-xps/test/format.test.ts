import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileSource } from '@rightsmith/core';
import { testFormat } from '@rightsmith/testkit';
import { format } from '../src/index.js';
import { OPTIONS } from './samples.js';

testFormat(OPTIONS, { describe, it });

describe('a document of .NET', () => {
  const corpus = process.env.RIGHTSMITH_CORPUS ?? '../shared';
  const path = join(corpus, 'corpus/xps/EncryptedPackageWithProperties.xps');
  const skip = existsSync(path) ? false : `The corpus is not here: ${path}`;

  it('is recognised and read, with its own names, its trailing zeros and its use licence', { skip }, async () => {
    const source = fileSource(path);
    const detection = await format().detect(source, {}, {});
    assert.deepEqual([detection?.status, detection?.certainty], ['protected', 'certain']);
    const { license, contentLength, container } = await format().inspect(source, {});
    assert.equal(new TextDecoder().decode(license), 'This is the publish license');
    assert.equal(contentLength, 458);
    assert.equal(container.transform, 'EncryptionTransform');
    assert.equal(container.useLicenses, 1);
    await source.close();
  });
});
