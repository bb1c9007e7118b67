import assert from 'node:assert/strict';
import { DEFAULT_LIMITS } from '@rightsmith/core';
import { parsePartXml } from '../../src/opc/part-xml.js';

const parse = (xml: string): ReturnType<typeof parsePartXml> =>
  parsePartXml(new TextEncoder().encode(xml), DEFAULT_LIMITS);

describe('parsePartXml', () => {
  it('leaves comments out', () => {
    assert.deepEqual(parse('<!-- a --><a><!----><b/><!-- <c/> -- ></d> --></a><!-- z -->'), parse('<a><b/></a>'));
  });

  it('refuses a comment without end', () => {
    assert.throws(() => parse('<a/><!-- a'), { code: 'CorruptFile' });
  });

  it('refuses comments that begin over and over and never end', () => {
    assert.throws(() => parse('<!--'.repeat(60_000)), { code: 'CorruptFile' });
  });
});
