import fc from 'fast-check';
import type { XmlElement } from '../../src/license/xml.js';

/** Source text beside the value it stands for. */
type Piece = readonly [source: string, value: string];

const TEXT_PIECES: readonly Piece[] = [
  ['plain', 'plain'],
  ['Größe 大小', 'Größe 大小'],
  ['😀', '😀'],
  ['&lt;&amp;&gt;&quot;&apos;', '<&>"\''],
  ['&#65;&#x1F600;', 'A😀'],
  ['\r\n', '\n'],
  ['\r ', '\n '],
  ['\n', '\n'],
  ['] >', '] >'],
  ['"/>', '"/>'],
  ['\u2028\u0085', '\u2028\u0085'],
];

const VALUE_PIECES: readonly Piece[] = [
  ['plain', 'plain'],
  ['😀>', '😀>'],
  ['&lt;&quot;&apos;', '<"\''],
  ['&#10;', '\n'],
  ['\r\n', ' '],
  ['\t', ' '],
];

const NAMES: readonly string[] = ['BODY', 'XrML', 'a', 'x-y.1', 'a:b', 'Übung', '__proto__', '𠀀'];

interface Node {
  readonly name: string;
  readonly attributes: readonly { name: string; equals: string; quote: string; value: readonly Piece[]; gap: string }[];
  readonly gap: string;
  readonly selfClosing: boolean;
  readonly content: readonly { text: readonly Piece[]; child: Node | null }[];
}

/** A document of several roots, and what a parser must tell about it. */
export interface XmlDocument {
  readonly source: string;
  readonly roots: readonly XmlElement[];
}

/** Documents in all the spellings XML allows, with characters of one and two UTF-16 units. */
export function xmlDocument(): fc.Arbitrary<XmlDocument> {
  const { node } = fc.letrec<{ node: Node }>((tie) => ({
    node: fc.record({
      name: fc.constantFrom(...NAMES),
      attributes: fc.uniqueArray(attribute(), { selector: ({ name }) => name, maxLength: 3 }),
      gap: fc.constantFrom('', ' ', '\r\n'),
      selfClosing: fc.boolean(),
      content: fc.array(
        fc.record({
          text: fc.array(fc.constantFrom(...TEXT_PIECES), { maxLength: 3 }),
          child: fc.option(tie('node'), { maxDepth: 5, depthSize: 'small' }),
        }),
        { maxLength: 3 },
      ),
    }),
  }));
  const declaration = fc.constantFrom('', '<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-16"?>\r\n');
  return fc
    .tuple(declaration, fc.array(fc.tuple(node, fc.constantFrom('', '\n', ' \r\n')), { minLength: 1, maxLength: 3 }))
    .map(([start, nodes]) => {
      let source = start;
      const roots: XmlElement[] = [];
      for (const [root, between] of nodes) {
        const rendered = render(root, source.length);
        roots.push(rendered.element);
        source += rendered.source + between;
      }
      return { source, roots };
    });
}

function attribute(): fc.Arbitrary<Node['attributes'][number]> {
  return fc.record({
    name: fc.constantFrom(...NAMES),
    equals: fc.constantFrom('=', ' = ', '\r\n='),
    quote: fc.constantFrom('"', "'"),
    value: fc.array(fc.constantFrom(...VALUE_PIECES), { maxLength: 3 }),
    gap: fc.constantFrom(' ', '\r\n\t'),
  });
}

function render(node: Node, start: number): { source: string; element: XmlElement } {
  const attributes = node.attributes.map(
    ({ gap, name, equals, quote, value }) => `${gap}${name}${equals}${quote}${sourceOf(value)}${quote}`,
  );
  const children: XmlElement[] = [];
  let source = `<${node.name}${attributes.join('')}${node.gap}`;
  let content = '';
  if (node.selfClosing) source += '/>';
  else {
    source += '>';
    for (const { text, child } of node.content) {
      source += sourceOf(text);
      content += text.map(([, value]) => value).join('');
      const rendered = child === null ? undefined : render(child, start + source.length);
      source += rendered?.source ?? '';
      if (rendered !== undefined) children.push(rendered.element);
    }
    source += `</${node.name}${node.gap}>`;
  }
  const values = node.attributes.map(({ name, value }) => [name, value.map(([, text]) => text).join('')] as const);
  const element = {
    name: node.name,
    attributes: new Map(values),
    children,
    content,
    start,
    end: start + source.length,
  };
  return { source, element };
}

function sourceOf(pieces: readonly Piece[]): string {
  return pieces.map(([source]) => source).join('');
}
