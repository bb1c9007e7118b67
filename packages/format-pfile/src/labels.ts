import { normalizeGuid, parseXml, RightsmithError, type Label, type Limits, type XmlElement } from '@rightsmith/core';

/** A label is several name and value pairs, `MSIP_Label_<label id>_<property>`; pdf-irm.md §8 names the properties. */
const LABEL_PROPERTY = /^(?:[^:]*:)?MSIP_Label_([0-9a-f-]{36})_(.+)$/i;

/** What stands around the XML of an XMP packet. Slack behind it is normal; pfile.md §4. */
const PACKET_START = /<\?xpacket begin=[^>]*\?>/;
const PACKET_END = '<?xpacket end=';

/**
 * The sensitivity labels in the metadata of a PFILE. It is free, unsigned space (pfile.md §4): what is not an XMP packet,
 * or not well-formed, holds no labels and is no error.
 */
export function labelsInMetadata(metadata: Uint8Array, limits: Limits): readonly Label[] {
  const text = new TextDecoder().decode(metadata);
  const start = PACKET_START.exec(text);
  if (start === null) return [];
  const xml = text.slice(start.index + start[0].length).split(PACKET_END, 1)[0] ?? '';
  try {
    return labelsInXmp(parseXml(xml, limits));
  } catch (error) {
    if (RightsmithError.is(error)) return [];
    throw error;
  }
}

function labelsInXmp(root: XmlElement): readonly Label[] {
  const labels = new Map<string, Map<string, string>>();
  for (const [name, value] of properties(root)) {
    const [, id, property] = LABEL_PROPERTY.exec(name) ?? [];
    const guid = id === undefined ? undefined : normalizeGuid(id);
    if (guid === undefined || property === undefined) continue;
    labels.set(guid, (labels.get(guid) ?? new Map<string, string>()).set(property, value));
  }
  return [...labels].map(([id, values]) => toLabel(id, values));
}

/** XMP writes a simple property as an element or as an attribute. */
function* properties(element: XmlElement): Iterable<readonly [string, string]> {
  yield* element.attributes;
  for (const child of element.children) {
    yield [child.name, child.content];
    yield* properties(child);
  }
}

function toLabel(id: string, values: ReadonlyMap<string, string>): Label {
  const { SiteId, Name, ...others } = Object.fromEntries(values) as { SiteId?: string; Name?: string };
  const tenantId = SiteId === undefined ? undefined : normalizeGuid(SiteId);
  return {
    id,
    ...(tenantId !== undefined && { tenantId }),
    ...(Name !== undefined && { name: Name }),
    properties: others,
  };
}
