import type { Label } from '@rightsmith/core';
import { labelEntries } from '../labels/label-entries.js';
import { encodeTextString } from '../labels/text-string.js';
import { xmpPacket } from '../labels/xmp-packet.js';
import { latin1 } from '../lex/characters.js';
import { string, type PdfString, type PdfValue } from '../lex/values.js';
import { valueText } from '../lex/write-value.js';
import { FIRST_CHARACTER, HELVETICA, HELVETICA_BOLD, LAST_CHARACTER, type StandardFont } from './fonts.js';
import { FILTER_NAME, PAYLOAD_DESCRIPTION, PAYLOAD_NAME, PAYLOAD_RELATIONSHIP, WRITTEN_VERSION } from './names.js';
import { noticePage, PAGE_SIZE } from './notice-page.js';
import { NOTICE_LANGUAGE, NOTICE_TITLE } from './notice-text.js';
import type { ObjectTexts } from './object-texts.js';
import { addStructureTree, LINK_PARENT_KEY, PAGE_PARENT_KEY } from './structure-tree.js';

/** The catalog's entries that lead to the embedded file: collection, associated file and name tree all name it; pdf-irm.md §2.1. */
export function payloadEntries(specification: number): string {
  const name = `(${PAYLOAD_NAME})`;
  return (
    `/Collection<</View/H/D${name}>>/AF[${specification} 0 R]` +
    `/Names<</EmbeddedFiles<</Names[${name}${specification} 0 R]>>>>`
  );
}

/** The file specification of the embedded file. */
export function specificationText(payload: number): string {
  return (
    `<</Type/Filespec/AFRelationship/${PAYLOAD_RELATIONSHIP}/F(${PAYLOAD_NAME})/UF(${PAYLOAD_NAME})` +
    `/Desc(${PAYLOAD_DESCRIPTION})/EF<</F ${payload} 0 R>>` +
    `/EP<</Type/EncryptedPayload/Subtype/${FILTER_NAME}/Version ${WRITTEN_VERSION}>>>>`
  );
}

/** The document information: the title and the labels; pdf-irm.md §8. */
export function infoText(labels: readonly Label[]): string {
  const entries = labelEntries(labels).map(([name, value]) => [name, textString(value)] as const);
  return valueText({
    kind: 'dictionary',
    entries: new Map<string, PdfValue>([['Title', textString(NOTICE_TITLE)], ...entries]),
  });
}

/** The metadata stream, which says the same; never compressed, so that any program finds it. */
export function metadataText(labels: readonly Label[]): string {
  return streamText('/Type/Metadata/Subtype/XML', latin1(Buffer.from(xmpPacket(NOTICE_TITLE, labels))));
}

/** Adds the page and all that belongs to it, and returns the catalog's entries that lead there. */
export function addNotice(objects: ObjectTexts, helpUrl: string): string {
  const { content, elements, linkRectangle } = noticePage();
  const [pages, page, link] = [objects.reserve(), objects.reserve(), objects.reserve()];
  const fonts = `/F1 ${addFont(objects, HELVETICA)} 0 R/F2 ${addFont(objects, HELVETICA_BOLD)} 0 R`;
  const contents = objects.add(streamText('', content));
  objects.set(pages, `<</Type/Pages/Count 1/Kids[${page} 0 R]>>`);
  objects.set(
    page,
    `<</Type/Page/Parent ${pages} 0 R/MediaBox[0 0 ${PAGE_SIZE.width} ${PAGE_SIZE.height}]/Contents ${contents} 0 R` +
      `/Resources<</Font<<${fonts}>>>>/Annots[${link} 0 R]/Tabs/S/StructParents ${PAGE_PARENT_KEY}>>`,
  );
  const uri = valueText(string(Buffer.from(helpUrl)));
  objects.set(
    link,
    `<</Type/Annot/Subtype/Link/Rect[${linkRectangle.join(' ')}]/Border[0 0 0]/F 4/Contents${uri}` +
      `/A<</S/URI/URI${uri}>>/StructParent ${LINK_PARENT_KEY}>>`,
  );
  const structure = addStructureTree(objects, elements, { page, link });
  return (
    `/Pages ${pages} 0 R/Lang(${NOTICE_LANGUAGE})/MarkInfo<</Marked true>>/StructTreeRoot ${structure} 0 R` +
    '/ViewerPreferences<</DisplayDocTitle true>>'
  );
}

/** A stream that is stored as it is; one character a byte. */
function streamText(entries: string, data: string): string {
  return `<<${entries}/Length ${data.length}>>\nstream\n${data}\nendstream`;
}

function addFont(objects: ObjectTexts, { name, widths, descriptor }: StandardFont): number {
  const descriptorNumber = objects.add(`<</Type/FontDescriptor/FontName/${name}${descriptor}>>`);
  return objects.add(
    `<</Type/Font/Subtype/Type1/BaseFont/${name}/Encoding/WinAnsiEncoding/FirstChar ${FIRST_CHARACTER}` +
      `/LastChar ${LAST_CHARACTER}/Widths[${widths.join(' ')}]/FontDescriptor ${descriptorNumber} 0 R>>`,
  );
}

function textString(text: string): PdfString {
  return string(encodeTextString(text));
}
