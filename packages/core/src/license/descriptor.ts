import type { LocalizedName } from '../rights/policy.js';
import { normalizeGuid } from './guid.js';
import { childNamed, elementAt, textOf, type XmlElement } from './xml.js';

/** The `DESCRIPTOR` of a licence, certificate or template; `licenses.md` §4.2. */
export interface LicenseDescriptor {
  /** The template's id, or a fresh one of a custom policy. A GUID in lower case without braces; other text as stored. */
  readonly id: string;
  readonly names: readonly LocalizedName[];
  /** The text of `NAME` where it is not one of entries per language, as on machine certificates. */
  readonly name?: string;
  /** When the template was last changed, as stored (`2023-06-06T19:04`); only templates have it, and not all. */
  readonly version?: string;
}

/** Reads the `DESCRIPTOR` of a body, or undefined where it has none. Throws CorruptFile when a part of it stands twice. */
export function readDescriptor(body: XmlElement): LicenseDescriptor | undefined {
  const object = elementAt(body, 'DESCRIPTOR', 'OBJECT');
  if (object === undefined) return undefined;
  const id = childNamed(object, 'ID');
  const version = id?.attributes.get('version');
  const name = textOf(object, 'NAME') ?? '';
  const names = parseLocalizedNames(name);
  return {
    id: normalizeGuid(id?.content ?? '') ?? id?.content ?? '',
    names,
    ...(names.length === 0 && name !== '' && { name }),
    ...(version !== undefined && { version }),
  };
}

const ENTRY_AT_LINE_START = /(?<=^|\n) ?LCID (\d{1,10}):NAME /g;
/** The form without line ends, which only the prose of MS-RMPR knows. */
const ENTRY_BEHIND_SEMICOLON = /(?<=^|;) ?LCID (\d{1,10}):NAME /g;
const DESCRIPTION = ':DESCRIPTION ';

/**
 * Reads `LCID <number>:NAME <name>:DESCRIPTION <text>;` entries. Names and texts may hold colons and semicolons: an
 * entry reaches to the last semicolon before the next one begins. Text that is no such entry yields nothing.
 */
export function parseLocalizedNames(text: string): readonly LocalizedName[] {
  const starts = [...text.matchAll(text.includes('\n') ? ENTRY_AT_LINE_START : ENTRY_BEHIND_SEMICOLON)];
  return starts.map((start, index) => {
    const entry = text.slice(start.index + start[0].length, starts[index + 1]?.index ?? text.length);
    const trimmed = entry.trimEnd();
    const content = trimmed.endsWith(';') ? trimmed.slice(0, -1) : trimmed;
    const split = content.indexOf(DESCRIPTION);
    return {
      lcid: Number(start[1]),
      name: split < 0 ? content : content.slice(0, split),
      description: split < 0 ? '' : content.slice(split + DESCRIPTION.length),
    };
  });
}
