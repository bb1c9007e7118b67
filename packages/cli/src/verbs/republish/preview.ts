import type { JsonObject, Label, RepublishPreview, Warning } from '@rightsmith/core';
import { differenceLines } from '../../render/difference-lines.js';
import { policyJson } from '../../render/policy-json.js';
import { visible } from '../../render/visible.js';

/** What would become of a file; `--json` prints it. */
export interface PreviewedFile {
  /** As the caller named it. */
  readonly file: string;
  readonly ok: true;
  readonly dryRun: true;
  /** Id of the format. */
  readonly format: string;
  readonly contentId: string;
  readonly rekey: boolean;
  readonly owner: RepublishPreview['owner'];
  readonly before?: JsonObject;
  readonly after: JsonObject;
  readonly difference?: RepublishPreview['difference'];
  /** Where `--label` is given. */
  readonly labels?: RepublishPreview['labels'];
  readonly warnings: readonly Warning[];
}

/** A preview as plain JSON. */
export function previewJson(file: string, preview: RepublishPreview): PreviewedFile {
  const { format, contentId, rekey, owner, before, after, difference, labels, warnings } = preview;
  return {
    file,
    ok: true,
    dryRun: true,
    format,
    contentId,
    rekey,
    owner,
    ...(before !== undefined && { before: policyJson(before) }),
    after: 'template' in after ? { template: after.template } : policyJson(after),
    ...(difference !== undefined && { difference }),
    ...(labels !== undefined && { labels }),
    warnings,
  };
}

/** A preview for a person. */
export function previewText(file: string, { rekey, owner, after, difference, labels }: RepublishPreview): string {
  const isOwnerNew = owner.after !== undefined && owner.before?.toLowerCase() !== owner.after.toLowerCase();
  return [
    visible(file),
    ...('template' in after ? [`  template ${visible(after.template)}`] : []),
    ...(isOwnerNew ? [`  owner ${visible(owner.before ?? 'unknown')} → ${visible(owner.after)}`] : []),
    ...(labels === undefined ? [] : [`  label ${labelText(labels.before)} → ${labelText(labels.after)}`]),
    ...(rekey ? ['  a new key and content id'] : []),
    ...(difference === undefined ? ['  The two policies cannot be compared.'] : differenceLines(difference)),
  ].join('\n');
}

function labelText(labels: readonly Label[]): string {
  return labels.map(({ id, name }) => visible(name ?? id)).join(', ') || 'none';
}
