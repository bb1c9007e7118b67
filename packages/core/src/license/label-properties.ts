import type { Label } from '../rights/policy.js';
import { normalizeGuid } from './guid.js';

/** A label is several name and value pairs, `MSIP_Label_<label id>_<property>`; pdf-irm.md §8 names the properties. A namespace prefix may stand before them. */
const LABEL_PROPERTY = /^(?:[^:]*:)?MSIP_Label_([0-9a-f-]{36})_(.+)$/i;

/** The sensitivity labels among the properties of a document, as label-aware programs keep them. All other properties are ignored. */
export function labelsFromProperties(properties: Iterable<readonly [name: string, value: string]>): readonly Label[] {
  const labels = new Map<string, Map<string, string>>();
  for (const [name, value] of properties) {
    const [, id, property] = LABEL_PROPERTY.exec(name) ?? [];
    const guid = id === undefined ? undefined : normalizeGuid(id);
    if (guid === undefined || property === undefined) continue;
    labels.set(guid, (labels.get(guid) ?? new Map<string, string>()).set(property, value));
  }
  return [...labels].map(([id, values]) => toLabel(id, values));
}

function toLabel(id: string, values: ReadonlyMap<string, string>): Label {
  const { SiteId, Name, ...others } = Object.fromEntries(values) as { SiteId?: string; Name?: string };
  const tenantId = SiteId === undefined ? undefined : normalizeGuid(SiteId);
  return {
    id,
    ...(tenantId !== undefined && { tenantId }),
    ...(Name !== undefined && { name: Name }),
    ...(Object.keys(others).length > 0 && { properties: others }),
  };
}
