import { UsageError } from '../errors.js';

/** A piece of XML that is written as it is: made by {@link xml}, which escapes, or by {@link rawXml}, whose caller answers for it. */
export interface XmlFragment {
  readonly xml: string;
}

/** What can stand in a template: text and numbers are escaped, fragments are not, `undefined` leaves nothing. */
export type XmlValue = string | number | XmlFragment | readonly XmlFragment[] | undefined;

// XML 1.0 cannot hold other characters; a carriage return it can, but readers turn it into a line feed.
const NOT_IN_XML = /[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** What is written as it is, by one quick look: most of what stands in licences. */
const PLAIN = /^[\t\n !#-%'-;=?-~]*$/;

/**
 * A tagged template for the text of licences: what is written literally stays as it is, values are escaped (licenses.md §11.7).
 *
 * @throws UsageError for a character that XML cannot hold
 */
export function xml(literals: TemplateStringsArray, ...values: readonly XmlValue[]): XmlFragment {
  let text = literals[0] ?? '';
  values.forEach((value, index) => {
    text += render(value, literals[index]) + (literals[index + 1] ?? '');
  });
  return { xml: text };
}

/** Text that is XML already, such as what another writer made. */
export function rawXml(text: string): XmlFragment {
  return { xml: text };
}

function render(value: XmlValue, before: string | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return PLAIN.test(value) ? value : escape(value, before?.endsWith('="') === true);
  if (typeof value === 'number') return String(value);
  return 'xml' in value ? value.xml : value.map((fragment) => fragment.xml).join('');
}

function escape(text: string, quoted: boolean): string {
  if (NOT_IN_XML.test(text)) {
    throw new UsageError(`A licence cannot hold all characters of ${JSON.stringify(text.slice(0, 80))}.`);
  }
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return quoted ? escaped.replaceAll('"', '&quot;') : escaped;
}
