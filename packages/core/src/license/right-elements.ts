import { elementAt, type XmlElement } from './xml.js';

/** The right elements of a `WORK`; `licenses.md` §7.2. */
export function rightElements(work: XmlElement | undefined): readonly XmlElement[] {
  return work === undefined ? [] : (elementAt(work, 'RIGHTSGROUP', 'RIGHTSLIST')?.children ?? []);
}

/** The name of a right in either spelling: reserved rights are elements of their own name, all others `RIGHT`. */
export function rightName(element: XmlElement): string {
  return element.name === 'RIGHT' ? (element.attributes.get('name') ?? '') : element.name;
}

/** Where the right of a certificate says when it may be used. */
export function rightRange(element: XmlElement): XmlElement | undefined {
  return elementAt(element, 'CONDITIONLIST', 'TIME', 'RANGETIME');
}
