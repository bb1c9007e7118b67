import type { JobContext } from '../../job/job-context.js';
import type { TemplatesRemoveJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { templateName } from './template-name.js';

/** Archives a template. */
export async function runTemplatesRemove({ template }: TemplatesRemoveJob, { wiring }: JobContext): Promise<Outcome> {
  const archived = await (await wiring.authority()).templates.archive(template);
  return {
    result: { ok: true, id: archived.id },
    text: `Archived the template ${templateName(archived)}. Files made from it still open.`,
    warnings: [],
  };
}
