import type { Label } from '@rightsmith/core';
import { labelEntries } from './label-entries.js';

/** What an XML element may be called; other properties stand in the Info dictionary alone (our choice, pdf-irm.md §8). */
const ELEMENT_NAME = /^[A-Za-z_][\w.-]*$/;

/** The XMP packet of a document with this title and these labels: each property an element; pdf-irm.md §8. */
export function xmpPacket(title: string, labels: readonly Label[]): string {
  const properties = labelEntries(labels)
    .filter(([name]) => ELEMENT_NAME.test(name))
    .map(([name, value]) => `<pdfx:${name}>${escapeXml(value)}</pdfx:${name}>\r\n`)
    .join('');
  return (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n' +
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">\r\n' +
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\r\n' +
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">\r\n' +
    `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(title)}</rdf:li></rdf:Alt></dc:title>\r\n` +
    '</rdf:Description>\r\n' +
    '<rdf:Description rdf:about="" xmlns:pdfx="http://ns.adobe.com/pdfx/1.3/">\r\n' +
    properties +
    '</rdf:Description>\r\n</rdf:RDF>\r\n</x:xmpmeta>\r\n\r\n<?xpacket end="w"?>'
  );
}

/** Characters that XML cannot hold are dropped. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? '');
}
