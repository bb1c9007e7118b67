import type { Label } from '../rights/policy.js';
import type { StringMap } from '../types.js';
import { normalizeGuid } from './guid.js';
import { childrenNamed, type XmlElement } from './xml.js';

/** One `AUTHENTICATEDDATA`; `licenses.md` §4.7. */
export interface AuthenticatedData {
  /** The sort: `Encrypted-Rights-Data`, `APPSPECIFIC`, `LABEL`, `LICENSEMETADATA`. */
  readonly id: string;
  readonly name: string;
  readonly value: string;
}

/** Reads all `AUTHENTICATEDDATA` children, in order. */
export function readAuthenticatedData(body: XmlElement): readonly AuthenticatedData[] {
  return childrenNamed(body, 'AUTHENTICATEDDATA').map(({ attributes, content }) => ({
    id: attributes.get('id') ?? '',
    name: attributes.get('name') ?? '',
    value: content,
  }));
}

/** Names and values of one sort. Of a name that stands twice the last value counts. */
export function entriesOf(data: readonly AuthenticatedData[], id: string): StringMap {
  return Object.fromEntries(data.filter((entry) => entry.id === id).map(({ name, value }) => [name, value]));
}

/** The sensitivity labels: each begins with its `ID` entry, and what follows belongs to it. */
export function readLabels(data: readonly AuthenticatedData[]): readonly Label[] {
  const groups: Map<string, string>[] = [];
  for (const { name, value } of data.filter(({ id }) => id === 'LABEL')) {
    if (name === 'ID') groups.push(new Map());
    groups.at(-1)?.set(name, value);
  }
  return groups.map(toLabel);
}

function toLabel(entries: ReadonlyMap<string, string>): Label {
  const {
    ID: id = '',
    TenantId: tenantId,
    ...properties
  } = Object.fromEntries(entries) as Record<string, string | undefined>;
  return {
    id: normalizeGuid(id) ?? id,
    ...(tenantId !== undefined && { tenantId: normalizeGuid(tenantId) ?? tenantId }),
    ...(Object.keys(properties).length > 0 && { properties: properties as StringMap }),
  };
}
