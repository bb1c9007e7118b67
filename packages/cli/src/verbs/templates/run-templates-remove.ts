import { callContext } from '../../job/call-context.js';
import type { JobContext } from '../../job/job-context.js';
import type { TemplatesRemoveJob } from '../../job/template-jobs.js';
import type { Outcome } from '../../job/outcome.js';
import { templateName } from './template-name.js';

/** Archives a template. */
export async function runTemplatesRemove({ template }: TemplatesRemoveJob, context: JobContext): Promise<Outcome> {
  const administration = await context.wiring.administration();
  const archived = await administration.archiveTemplate(template, callContext(context));
  return {
    result: { ok: true, id: archived.id },
    text: `Archived the template ${templateName(archived)}. Files made from it still open.`,
    warnings: [],
  };
}
