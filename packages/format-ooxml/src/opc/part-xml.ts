import { parseXml, type Limits, type XmlElement } from '@rightsmith/core';

/**
 * The root element of a part, which is XML in UTF-8 or UTF-16. Comments, which parts may hold and licences may not, are
 * left out.
 *
 * @throws CorruptFile where it cannot be parsed; LimitReached
 */
export function parsePartXml(bytes: Uint8Array, limits: Limits): XmlElement {
  return parseXml(withoutComments(partText(bytes)), limits);
}

/** In one pass, as a hostile part may begin comments without end. One that does not end stays. */
function withoutComments(xml: string): string {
  let kept = '';
  let at = 0;
  for (;;) {
    const start = xml.indexOf('<!--', at);
    const end = start < 0 ? -1 : xml.indexOf('-->', start + 4);
    if (end < 0) return kept + xml.slice(at);
    kept += xml.slice(at, start);
    at = end + 3;
  }
}

/** The text of a part, without its byte order mark. */
export function partText(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/** The name of an element or attribute without its namespace prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
