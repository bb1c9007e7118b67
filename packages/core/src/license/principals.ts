import { foldAddress, parseUser } from '../rights/users.js';
import { type XmlElement, childNamed, textOf } from './xml.js';
import { type XmlFragment, xml } from './xml-writer.js';

/**
 * The service keeps a group of all people of a domain under this name in that domain, and templates name it. Licences have no
 * other word for a whole domain, so a whole domain is written as its group ([U] licenses.md §7.2 names no form).
 */
const DOMAIN_GROUP = 'AllStaff-7184AB3F-CCD1-46F3-8233-3E09E9CF0E66';

/** The principal `OBJECT` for a user of a grant; licenses.md §7.2. */
export function principalXml(user: string): XmlFragment {
  const parsed = parseUser(user);
  switch (parsed?.kind) {
    case 'owner':
      return xml`<OBJECT><ID type="Internal">Owner</ID></OBJECT>`;
    case 'anyone':
      return xml`<OBJECT><ID type="Internal">Anyone</ID></OBJECT>`;
    case 'domain':
      return mailXml(`${DOMAIN_GROUP}@${parsed.domain}`);
    case 'address':
    case undefined:
      return mailXml(user);
  }
}

/**
 * The user that a principal `OBJECT` means, in the words of a grant. Undefined when it means nobody we could recognise: only
 * `Internal` ids may stand for anyone or the owner, and a name without an at sign must not be taken for a whole domain.
 */
export function readPrincipal(object: XmlElement): string | undefined {
  const id = childNamed(object, 'ID');
  const idText = id?.content.trim() ?? '';
  if (id?.attributes.get('type') === 'Internal') {
    const internal = foldAddress(idText);
    return internal === 'anyone' || internal === 'owner' ? internal : undefined;
  }
  return [textOf(object, 'NAME')?.trim() ?? '', idText].map(readAddress).find((user) => user !== undefined);
}

function readAddress(text: string): string | undefined {
  if (/^S-1-[\d-]+$/.test(text)) return text;
  if (!text.includes('@')) return undefined;
  const [group, domain] = text.split('@');
  return foldAddress(group ?? '') === foldAddress(DOMAIN_GROUP) ? `@${domain ?? ''}` : text;
}

function mailXml(address: string): XmlFragment {
  return xml`<OBJECT><ID type="Unspecified" /><NAME>${address}</NAME></OBJECT>`;
}
