import { callContext } from '../../job/call-context.js';
import type { JobContext } from '../../job/job-context.js';
import type { TemplatesAddJob } from '../../job/template-jobs.js';
import type { Outcome } from '../../job/outcome.js';
import { readFiles } from '../../job/read-files.js';
import { readText } from '../../job/read-text.js';
import { templateName } from './template-name.js';

/** Adds a template from a JSON file, or a version of one. */
export async function* runTemplatesAdd(job: TemplatesAddJob, context: JobContext): AsyncGenerator<Outcome, void, void> {
  const { parseTemplate } = await import('@rightsmith/authority');
  yield* readFiles(job, context, async ({ file, source }) => {
    const template = parseTemplate(await readText(source, 'template'));
    const administration = await context.wiring.administration();
    const added = await administration.addTemplate(template, callContext(context));
    return {
      result: { file, ok: true, id: added.id, warnings: [] },
      text: `Added the template ${templateName(added)}`,
      warnings: [],
    };
  });
}
