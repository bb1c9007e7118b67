import type { Limits } from '../bytes/limits.js';
import { RightsmithError } from '../errors.js';
import type { Label } from '../rights/policy.js';
import { labelsFromProperties } from './label-properties.js';
import { parseXml, type XmlElement } from './xml.js';

/** What stands around the XML of an XMP packet. Slack behind it is normal; pfile.md §4. */
const PACKET_START = /<\?xpacket begin=[^>]*\?>/;
const PACKET_END = '<?xpacket end=';

/**
 * The sensitivity labels in an XMP packet, such as the metadata of a PFILE or a PDF may be. That is free, unsigned space
 * (pfile.md §4): what is not a packet, or not well-formed, holds no labels and is no error.
 */
export function labelsInXmp(metadata: Uint8Array, limits: Limits): readonly Label[] {
  const text = new TextDecoder().decode(metadata);
  const start = PACKET_START.exec(text);
  if (start === null) return [];
  const xml = text.slice(start.index + start[0].length).split(PACKET_END, 1)[0] ?? '';
  try {
    return labelsFromProperties(properties(parseXml(xml, limits)));
  } catch (error) {
    if (RightsmithError.is(error)) return [];
    throw error;
  }
}

/** XMP writes a simple property as an element or as an attribute. */
function* properties(element: XmlElement): Iterable<readonly [string, string]> {
  yield* element.attributes;
  for (const child of element.children) {
    yield [child.name, child.content];
    yield* properties(child);
  }
}
