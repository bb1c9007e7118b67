import type { Label } from '@rightsmith/core';

/** The longest key and value that label-aware programs read; pdf-irm.md §8. */
const LONGEST = 255;

/** The labels as the name and value pairs that document properties hold; pdf-irm.md §8. */
export function labelEntries(labels: readonly Label[]): readonly (readonly [name: string, value: string])[] {
  return labels.flatMap((label) =>
    propertiesOf(label)
      .map(([property, value]) => [`MSIP_Label_${label.id}_${property}`, value] as const)
      .filter(([name, value]) => name.length <= LONGEST && value.length <= LONGEST),
  );
}

/** A label without any property would leave no trace, so it is at least enabled. */
function propertiesOf({ tenantId, name, properties = {} }: Label): readonly (readonly [string, string])[] {
  const known = {
    ...(tenantId !== undefined && { SiteId: tenantId }),
    ...(name !== undefined && { Name: name }),
    ...properties,
  };
  const entries = Object.entries(known);
  return entries.length > 0 ? entries : [['Enabled', 'True']];
}
