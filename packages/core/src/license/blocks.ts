import { DEFAULT_LIMITS, type Limits } from '../bytes/limits.js';
import { CorruptFile, LimitReached } from '../errors.js';
import { childNamed, elementAt, parseXmlSequence, type XmlElement } from './xml.js';

/** One `XrML` element of a licence: a publishing licence, a certificate, a use licence or a template. */
export interface LicenseBlock {
  /** The exact source, `<XrML` to `</XrML>`. */
  readonly text: string;
  /** Positions in this element and below count from the start of the whole licence text, not of `text`. */
  readonly element: XmlElement;
  readonly body: XmlElement;
  /** The exact source of `BODY`, both tags included: what digest and signature cover (`licenses.md` §3.2). */
  readonly bodyText: string;
  /** The type of `BODY`: `Microsoft Rights Label`, `LICENSE`, `Microsoft Rights Template`, … */
  readonly bodyType: string;
  /** `Content-License` on use licences. */
  readonly purpose?: string;
  /** The type in `DESCRIPTOR`: `Client-Licensor-Certificate`, …; publishing licences and templates have none. */
  readonly descriptorType?: string;
}

/**
 * Cuts licence text into its blocks, each with its exact source.
 *
 * @throws CorruptFile when the text is not a run of `XrML` elements of one `BODY` and at most one `SIGNATURE` behind it,
 * or when a second or nested `XrML`, `BODY`, `SIGNATURE`, `ISSUER` or `ISSUEDPRINCIPALS` leaves open which one is meant
 * (`licenses.md` §11.8); as {@link parseXmlSequence} for the XML itself. LimitReached `licenseBlocks`.
 */
export function splitBlocks(text: string, limits: Limits = DEFAULT_LIMITS): readonly LicenseBlock[] {
  const roots = parseRoots(text, limits);
  if (roots.length === 0)
    throw new CorruptFile('The licence holds no XrML block.', { where: { structure: 'licence' } });
  if (roots.length > limits.licenseBlocks)
    throw new LimitReached(`The licence has ${roots.length} blocks; the limit is ${limits.licenseBlocks}.`, {
      limit: 'licenseBlocks',
      maximum: limits.licenseBlocks,
      where: { structure: 'licence' },
    });
  return roots.map((root, index) => readBlock(text, root, index));
}

/** What is wrong with the text alone says nothing to a person who has a file that does not open. */
function parseRoots(text: string, limits: Limits): readonly XmlElement[] {
  try {
    return parseXmlSequence(text, limits);
  } catch (error) {
    if (!(error instanceof CorruptFile)) throw error;
    throw new CorruptFile('The licence is damaged.', {
      where: { structure: 'licence' },
      cause: error,
    });
  }
}

function readBlock(text: string, element: XmlElement, index: number): LicenseBlock {
  const body = checkedBody(element, index);
  const purpose = element.attributes.get('purpose');
  const descriptorType = elementAt(body, 'DESCRIPTOR', 'OBJECT')?.attributes.get('type');
  return {
    text: text.slice(element.start, element.end),
    element,
    body,
    bodyText: text.slice(body.start, body.end),
    bodyType: body.attributes.get('type') ?? '',
    ...(purpose !== undefined && { purpose }),
    ...(descriptorType !== undefined && { descriptorType }),
  };
}

function checkedBody(element: XmlElement, index: number): XmlElement {
  const [body, signature, more] = element.children;
  const wellBuilt =
    element.name === 'XrML' &&
    body?.name === 'BODY' &&
    (signature === undefined || signature.name === 'SIGNATURE') &&
    more === undefined &&
    element.content.trim() === '';
  if (!wellBuilt) throw corrupt(index, 'is not an XrML element of one BODY and at most one SIGNATURE');
  refuseSecond(body, index);
  if (signature !== undefined) refuseSecond(signature, index);
  return body;
}

/** The elements that decide what is signed, by whom and for whom. */
const SINGLE_ELEMENTS: ReadonlySet<string> = new Set(['XrML', 'BODY', 'SIGNATURE', 'ISSUER', 'ISSUEDPRINCIPALS']);

function refuseSecond(top: XmlElement, index: number): void {
  const allowed = top.name === 'BODY' ? [childNamed(top, 'ISSUER'), childNamed(top, 'ISSUEDPRINCIPALS')] : [];
  const pending = [...top.children];
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    if (SINGLE_ELEMENTS.has(element.name) && !allowed.includes(element))
      throw corrupt(index, `holds a second or nested ${element.name}`);
    for (const child of element.children) pending.push(child);
  }
}

function corrupt(index: number, what: string): CorruptFile {
  return new CorruptFile(`Block ${index} of the licence ${what}.`, { where: { structure: `licence block ${index}` } });
}
