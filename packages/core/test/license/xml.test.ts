import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { childNamed, childrenNamed, elementAt, parseXml, parseXmlSequence, textOf } from '../../src/license/xml.js';
import { xmlDocument } from './xml-documents.js';

const MANY_BYTES = 4 * 1024 * 1024;

describe('XML of licences', () => {
  it('tells of every element exactly where it stands and what it holds', () => {
    fc.assert(
      fc.property(xmlDocument(), ({ source, roots }) => {
        assert.deepEqual(parseXmlSequence(source), roots);
      }),
      { seed: 3, numRuns: 1000 },
    );
  });

  const refused: readonly (readonly [string, string])[] = [
    ['an empty text', ''],
    ['a text without an element', 'just words'],
    ['an element that is not closed', '<a><b></a>'],
    ['an element that ends in the middle', '<a><b/'],
    ['a second root', '<a/><b/>'],
    ['text before the root', 'x<a/>'],
    ['text behind the root', '<a/>x'],
    ['a reference to a blank behind the root', '<a/>&#32;'],
    ['a DTD', '<!DOCTYPE a><a/>'],
    ['a DTD with entities', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['a comment', '<a><!-- b --></a>'],
    ['CDATA', '<a><![CDATA[b]]></a>'],
    ['a processing instruction', '<a><?b c?></a>'],
    ['an XML declaration behind a blank', ' <?xml version="1.0"?><a/>'],
    ['a second XML declaration', '<?xml version="1.0"?><?xml version="1.0"?><a/>'],
    ['an XML declaration that does not end', '<?xml version="1.0"'],
    ['an entity nobody declared', '<a>&b;</a>'],
    ['an entity with the name of an object’s member', '<a>&constructor;</a>'],
    ['a reference to a character XML cannot hold', '<a>&#0;</a>'],
    ['a reference to half of a surrogate pair', '<a>&#xD800;</a>'],
    ['half of a surrogate pair, which could hide the tag behind it', '<a>\uD800</a>'],
    ['a NUL', '<a>\0</a>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['an attribute without quotes', '<a b=1/>'],
    ['a less-than sign in an attribute', '<a b="<"/>'],
    ['a byte order mark before the root', '\uFEFF<a/>'],
  ];
  for (const [title, text] of refused)
    it(`refuses ${title}`, () => {
      assert.throws(() => parseXml(text), { code: 'CorruptFile' });
    });

  const bombs: readonly (readonly [string, string, string])[] = [
    ['elements nested without end', '<a>'.repeat(MANY_BYTES / 3), 'xmlDepth'],
    ['millions of elements', `<a>${'<b/>'.repeat(MANY_BYTES / 4)}</a>`, 'xmlElements'],
    ['millions of root elements', '<a/>'.repeat(MANY_BYTES / 4), 'xmlElements'],
    ['millions of attributes', `<a ${'b="" '.repeat(MANY_BYTES / 5)}/>`, 'xmlElements'],
  ];
  for (const [title, text, limit] of bombs)
    it(`stops at ${title}`, () => {
      assert.throws(() => parseXmlSequence(text), { code: 'LimitReached', limit });
    });

  it('takes as many elements and as deep as the limits say', () => {
    const limits = { ...DEFAULT_LIMITS, xmlDepth: 2, xmlElements: 4 };
    assert.equal(parseXml('<a><b c="d"/><e/></a>', limits).children.length, 2);
    assert.throws(() => parseXml('<a><b><c/></b></a>', limits), {
      code: 'LimitReached',
      limit: 'xmlDepth',
      maximum: 2,
    });
    assert.throws(() => parseXml('<a><b c="d"/><e f="g"/></a>', limits), {
      code: 'LimitReached',
      limit: 'xmlElements',
    });
  });

  it('reads millions of references and line ends', () => {
    const count = MANY_BYTES / 8;
    assert.equal(parseXml(`<a>${'&amp;\r\n'.repeat(count)}</a>`).content, '&\n'.repeat(count));
  });

  it('finds children and texts by name', () => {
    const root = parseXml('<a><b>1</b><c><d>2</d></c><b>3</b></a>');
    assert.deepEqual(
      childrenNamed(root, 'b').map(({ content }) => content),
      ['1', '3'],
    );
    assert.equal(textOf(root, 'c', 'd'), '2');
    assert.equal(elementAt(root, 'c', 'x', 'd'), undefined);
    assert.equal(childNamed(root, 'x'), undefined);
  });

  it('refuses to choose between two children of one name', () => {
    assert.throws(() => textOf(parseXml('<a><b/><b/></a>'), 'b'), { code: 'CorruptFile' });
  });
});
