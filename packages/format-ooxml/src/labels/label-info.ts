import { bracedGuid, CorruptFile, normalizeGuid, type Label, type Limits, type XmlElement } from '@rightsmith/core';
import { localName, parsePartXml } from '../opc/part-xml.js';

const NAMESPACE = 'http://schemas.microsoft.com/office/2020/mipLabelMetadata';

/** What XML takes for true. */
const TRUE_VALUES: readonly string[] = ['1', 'true'];

/** Attributes that are members of a label, and not among its properties. */
const MEMBERS: readonly string[] = ['id', 'siteId', 'removed'];

const UTF8_MARK = [0xef, 0xbb, 0xbf] as const;

/**
 * Reads the XML of `LabelInfo`, inside a package or in the container around it; ooxml-irm.md §8.4. A label that is marked
 * as removed is none.
 *
 * @throws CorruptFile where it is not such XML; LimitReached
 */
export function readLabelInfo(bytes: Uint8Array, limits: Limits): readonly Label[] {
  const root = parsePartXml(bytes, limits);
  if (localName(root.name) !== 'labelList') {
    throw new CorruptFile('This is not a list of labels.', { where: { structure: 'LabelInfo' } });
  }
  return root.children
    .filter(({ name }) => localName(name) === 'label')
    .filter(({ attributes }) => !TRUE_VALUES.includes(attributes.get('removed') ?? '0'))
    .map(readLabel);
}

function readLabel({ attributes }: XmlElement): Label {
  const id = attributes.get('id') ?? '';
  const tenantId = normalizeGuid(attributes.get('siteId') ?? '');
  const properties = Object.fromEntries([...attributes].filter(([name]) => !MEMBERS.includes(name)));
  return { id: normalizeGuid(id) ?? id, ...(tenantId !== undefined && { tenantId }), properties };
}

/** The XML for these labels, letter by letter as Microsoft's programs write it. */
export function writeLabelInfo(labels: readonly Label[]): Uint8Array {
  return writeLabelList(labels, '0');
}

/** The XML that says of labels that they were removed, whatever the document inside still says: it comes first; ooxml-irm.md §8.4. */
export function writeRemovedLabels(labels: readonly Label[]): Uint8Array {
  return writeLabelList(labels, '1');
}

function writeLabelList(labels: readonly Label[], removed: '0' | '1'): Uint8Array {
  const elements = labels.map(({ id, tenantId, properties = {} }) => {
    const values = new Map(Object.entries(properties).map(([name, value]) => [name.toLowerCase(), value]));
    const contentBits = values.get('contentbits');
    const attributes = [
      ['id', normalizeGuid(id) === undefined ? id : bracedGuid(id)],
      ['enabled', TRUE_VALUES.includes((values.get('enabled') ?? '1').toLowerCase()) ? '1' : '0'],
      ['method', values.get('method') ?? 'Standard'],
      ...(tenantId === undefined ? [] : [['siteId', bracedGuid(tenantId)]]),
      ...(contentBits === undefined ? [] : [['contentBits', contentBits]]),
      ['removed', removed],
    ];
    return `<clbl:label ${attributes.map(([name, value]) => `${name ?? ''}="${escaped(value ?? '')}"`).join(' ')} />`;
  });
  return new TextEncoder().encode(
    '<?xml version="1.0" encoding="utf-8" standalone="yes"?>' +
      `<clbl:labelList xmlns:clbl="${NAMESPACE}">${elements.join('')}</clbl:labelList>`,
  );
}

/** Without the byte order mark, which the stream of a container does not have. */
export function withoutByteOrderMark(bytes: Uint8Array): Uint8Array {
  return UTF8_MARK.every((byte, index) => bytes[index] === byte) ? bytes.subarray(UTF8_MARK.length) : bytes;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
