import { SaxesParser } from 'saxes';
import { DEFAULT_LIMITS, type Limits } from '../bytes/limits.js';
import { CorruptFile, LimitReached, RightsmithError } from '../errors.js';

/** An element and where exactly it stands. Names are compared as written; namespaces play no part in XrML. */
export interface XmlElement {
  readonly name: string;
  /** Values with references resolved. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The element's own character data, references resolved, CR LF read as LF; that of its children is not in it. */
  readonly content: string;
  /** Index in the parsed text of the `<` that opens the element. */
  readonly start: number;
  /** Index in the parsed text just behind the `>` that closes the element, so that `slice(start, end)` is its exact source. */
  readonly end: number;
}

/**
 * Parses a document with one root.
 *
 * @throws as {@link parseXmlSequence}, and CorruptFile when there is not exactly one root.
 */
export function parseXml(text: string, limits: Limits = DEFAULT_LIMITS): XmlElement {
  const [root, second] = parseXmlSequence(text, limits);
  if (root === undefined || second !== undefined) throw corrupt('The XML text has not exactly one root element.');
  return root;
}

/**
 * Parses root elements that follow one another, as the blocks of a licence do (`licenses.md` §2), with at most an XML
 * declaration before and white space between them.
 *
 * @throws CorruptFile for anything not well-formed and for what no licence holds, because it could show one text to a
 * verifier and another to a reader: DTDs, CDATA, comments, processing instructions, entities beyond the predefined
 * five. LimitReached `xmlDepth` and `xmlElements`.
 */
export function parseXmlSequence(text: string, limits: Limits = DEFAULT_LIMITS): readonly XmlElement[] {
  const declaration = /^<\?xml\s[^<>]*\?>/.exec(text)?.[0].length ?? 0;
  if (!text.isWellFormed()) throw corrupt('The XML text holds half of a surrogate pair.');
  if (text.includes('<!')) throw corrupt('The XML text holds a DTD, CDATA or a comment, which no licence does.');
  if (text.includes('<?', declaration)) throw corrupt('The XML text holds a processing instruction.');
  const roots = new TreeBuilder(text, declaration, limits).build();
  refuseTextBetween(text, declaration, roots);
  return roots;
}

/**
 * The child of that name, or undefined.
 *
 * @throws CorruptFile when there are two: what stands twice could be read in two ways.
 */
export function childNamed(element: XmlElement, name: string): XmlElement | undefined {
  let found: XmlElement | undefined;
  for (const child of element.children) {
    if (child.name !== name) continue;
    if (found !== undefined) throw corrupt(`${name} stands twice in ${element.name}.`);
    found = child;
  }
  return found;
}

/** All children of that name, in order. */
export function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** The element reached by going from child to child, or undefined. Throws as {@link childNamed}. */
export function elementAt(element: XmlElement, ...path: readonly string[]): XmlElement | undefined {
  let current: XmlElement | undefined = element;
  for (const name of path) current = current === undefined ? undefined : childNamed(current, name);
  return current;
}

/** The character data of the element reached by going from child to child, or undefined. Throws as {@link childNamed}. */
export function textOf(element: XmlElement, ...path: readonly string[]): string | undefined {
  return elementAt(element, ...path)?.content;
}

interface GrowingElement extends XmlElement {
  readonly attributes: Map<string, string>;
  readonly children: GrowingElement[];
  content: string;
  end: number;
}

/** Collects what saxes reports. It gets the whole text in one piece, so that its positions are plain string indexes. */
class TreeBuilder {
  readonly #text: string;
  readonly #offset: number;
  readonly #limits: Limits;
  readonly #parser: SaxesParser = new SaxesParser({ fragment: true, position: false });
  readonly #roots: GrowingElement[] = [];
  readonly #open: GrowingElement[] = [];
  #count = 0;

  constructor(text: string, offset: number, limits: Limits) {
    this.#text = text;
    this.#offset = offset;
    this.#limits = limits;
  }

  build(): readonly XmlElement[] {
    const parser = this.#parser;
    parser.on('opentagstart', (tag) => {
      this.#begin(tag.name);
    });
    parser.on('attribute', ({ name, value }) => {
      this.#countOne();
      this.#open.at(-1)?.attributes.set(name, value);
    });
    parser.on('text', (characters) => {
      const element = this.#open.at(-1);
      if (element !== undefined) element.content += characters;
    });
    parser.on('closetag', () => {
      const element = this.#open.pop();
      if (element !== undefined) element.end = this.#position();
    });
    try {
      parser.write(this.#text.slice(this.#offset)).close();
    } catch (cause) {
      if (RightsmithError.is(cause)) throw cause;
      throw corrupt(`The XML text is not well-formed near character ${this.#position()}.`, cause);
    }
    return this.#roots;
  }

  #position(): number {
    return this.#offset + this.#parser.position;
  }

  #begin(name: string): void {
    this.#countOne();
    if (this.#open.length >= this.#limits.xmlDepth) throw tooMuch('xmlDepth', this.#limits);
    // The parser stands behind the name and one more character, and neither can hold a `<`.
    const start = this.#text.lastIndexOf('<', this.#position() - 1);
    const element: GrowingElement = { name, attributes: new Map(), children: [], content: '', start, end: start };
    (this.#open.at(-1)?.children ?? this.#roots).push(element);
    this.#open.push(element);
  }

  #countOne(): void {
    this.#count += 1;
    if (this.#count > this.#limits.xmlElements) throw tooMuch('xmlElements', this.#limits);
  }
}

function refuseTextBetween(text: string, declaration: number, roots: readonly XmlElement[]): void {
  const starts = [...roots.map((root) => root.start), text.length];
  const ends = [declaration, ...roots.map((root) => root.end)];
  for (const [index, end] of ends.entries())
    if (/[^ \t\r\n]/.test(text.slice(end, starts[index])))
      throw corrupt(`There is text outside of all elements behind character ${end}.`);
}

function corrupt(message: string, cause?: unknown): CorruptFile {
  return new CorruptFile(message, { where: { structure: 'XML' }, cause });
}

function tooMuch(limit: 'xmlDepth' | 'xmlElements', limits: Limits): LimitReached {
  const what = limit === 'xmlDepth' ? 'nests elements deeper' : 'has more elements and attributes';
  return new LimitReached(`The XML text ${what} than the limit of ${limits[limit]}.`, {
    limit,
    maximum: limits[limit],
    where: { structure: 'XML' },
  });
}
