import assert from 'node:assert/strict';
import { bytesSource, encodeLicense, RightsEngine } from '@rightsmith/core';
import { certificate, licenseBody, makeKey, signedBlock } from '../license/made-licenses.js';
import { MemoryClient } from './support/memory-client.js';
import { PLAIN, toyFormat } from './support/toy-format.js';
import { protectedToy, textSource } from './support/toys.js';

const engine = new RightsEngine({ formats: [toyFormat()] });

describe('RightsEngine.verify', () => {
  const key = makeKey();
  const genuine = `<?xml version="1.0"?>${signedBlock(licenseBody(key), key)}`;

  it('verifies the licence in a protected file', async () => {
    const publisher = new RightsEngine({ client: new MemoryClient(), formats: [toyFormat()] });
    const { source } = await protectedToy(publisher, `${PLAIN}x`);
    const { format, valid, chain, blocks } = await engine.verify(source);
    assert.deepEqual([format, valid, chain, blocks.length], ['toy', true, 'single', 1]);
  });

  for (const encoding of ['utf8-bom', 'utf8', 'utf16le', 'utf16le-bom'] as const) {
    it(`verifies a bare licence in ${encoding}`, async () => {
      const report = await engine.verify(bytesSource(encodeLicense(genuine, encoding)));
      assert.equal(report.valid, true);
      assert.equal('format' in report, false);
    });
  }

  it('verifies a bare certificate', async () => {
    const { valid } = await engine.verify(textSource(certificate({ issuer: key, holder: makeKey() })));
    assert.equal(valid, true);
  });

  it('answers that a licence was changed', async () => {
    const { valid, blocks } = await engine.verify(textSource(genuine.replace('2020-06-01', '2020-06-02')));
    assert.deepEqual([valid, blocks[0]?.digest, blocks[0]?.signature], [false, false, true]);
  });

  it('refuses a file without a licence', async () => {
    await assert.rejects(engine.verify(textSource(`${PLAIN}x`)), { code: 'NotProtected' });
    await assert.rejects(engine.verify(textSource('<?xml version="1.0"?><XrMLish/>')), { code: 'UnsupportedFormat' });
  });

  it('refuses a bare licence that is damaged or beyond the limits', async () => {
    await assert.rejects(engine.verify(textSource(genuine.slice(0, -1))), { code: 'CorruptFile' });
    const small = new RightsEngine({ formats: [], limits: { licenseBytes: 100 } });
    await assert.rejects(small.verify(textSource(genuine)), {
      code: 'LimitReached',
      limit: 'licenseBytes',
      maximum: 100,
    });
  });
});
