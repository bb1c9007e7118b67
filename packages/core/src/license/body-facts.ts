import { CorruptFile } from '../errors.js';
import { normalizeGuid } from './guid.js';
import { readTime } from './times.js';
import { childNamed, childrenNamed, elementAt, textOf, type XmlElement } from './xml.js';

/** A `DISTRIBUTIONPOINT`: where a service is, or whom to ask; `licenses.md` §4.4. Untrusted text. */
export interface DistributionPoint {
  /** `License-Acquisition-URL`, `Referral-Info`, … */
  readonly type: string;
  /** GUID in lower case without braces; other text as stored. */
  readonly id: string;
  readonly name?: string;
  readonly address: string;
}

/** What `WORK` says about the content; certificates and templates leave it out. */
export interface LicensedWork {
  readonly contentId?: string;
  /** The owner's address. */
  readonly owner?: string;
}

/** A span of time, both ends included. */
export interface TimeRange {
  readonly validFrom?: Date;
  readonly validUntil?: Date;
}

/** When the block was issued. Throws CorruptFile when that cannot be read. */
export function readIssuedTime(body: XmlElement): Date {
  return readTime(textOf(body, 'ISSUEDTIME'), 'ISSUEDTIME');
}

/** Reads the `FROM` and `UNTIL` of a `VALIDITYTIME` or `RANGETIME`. Throws CorruptFile for what is no time. */
export function readRange(element: XmlElement | undefined): TimeRange {
  if (element === undefined) return {};
  const from = textOf(element, 'FROM');
  const until = textOf(element, 'UNTIL');
  return {
    ...(from !== undefined && { validFrom: readTime(from, 'FROM') }),
    ...(until !== undefined && { validUntil: readTime(until, 'UNTIL') }),
  };
}

/** Reads all `DISTRIBUTIONPOINT` children, in order. */
export function readDistributionPoints(body: XmlElement): readonly DistributionPoint[] {
  return childrenNamed(body, 'DISTRIBUTIONPOINT').flatMap((point) => {
    const object = childNamed(point, 'OBJECT');
    if (object === undefined) return [];
    const id = textOf(object, 'ID') ?? '';
    const name = textOf(object, 'NAME');
    return {
      type: object.attributes.get('type') ?? '',
      id: normalizeGuid(id) ?? id,
      ...(name !== undefined && { name }),
      address: textOf(object, 'ADDRESS') ?? '',
    };
  });
}

/**
 * Reads content id and owner from `WORK`, if it names them.
 *
 * @throws CorruptFile when the content id is there and no GUID.
 */
export function readWork(body: XmlElement): LicensedWork {
  const object = elementAt(body, 'WORK', 'OBJECT');
  const id = object === undefined ? '' : (textOf(object, 'ID') ?? '');
  // The WORK of a certificate repeats the object of its descriptor; that of a template has an empty id.
  const type = object?.attributes.get('type');
  const isContent = type === undefined || type !== elementAt(body, 'DESCRIPTOR', 'OBJECT')?.attributes.get('type');
  const contentId = isContent && id !== '' ? readContentId(id) : undefined;
  const owner = textOf(body, 'WORK', 'METADATA', 'OWNER', 'OBJECT', 'NAME');
  return { ...(contentId !== undefined && { contentId }), ...(owner !== undefined && { owner }) };
}

function readContentId(text: string): string {
  const contentId = normalizeGuid(text);
  if (contentId === undefined)
    throw new CorruptFile('The content id of the licence is not a GUID.', { where: { structure: 'licence' } });
  return contentId;
}
