import type { ByteSink } from '../bytes/sink.js';
import type { ByteSource } from '../bytes/source.js';
import type { Publication, PublishRequest, UseLicense } from '../client/rms-client.js';
import { useLicenseWith } from '../client/use-license.js';
import type { FormatHandler } from '../format/format-handler.js';
import { withOwnerGrant } from '../rights/change-policy.js';
import { type PolicyDifference, policyDifference } from '../rights/policy-difference.js';
import type { CustomPolicy, Label, Policy } from '../rights/policy.js';
import type { Warning } from '../warnings.js';
import { checkProtected, checkRepublished } from './check-written.js';
import { readableContent } from './open.js';
import { NAMELESS, republishedName, unprotectedNameInPlace } from './output-name.js';
import { type Output, withOutput } from './output.js';
import { planRepublishing, type RepublishPlan, type RepublishRequest } from './republish-plan.js';
import { type EngineParts, inRun, type Run } from './run.js';
import type { UnprotectOptions } from './unprotect.js';

/** What came out. */
export interface RepublishResult {
  /** Id of the format. */
  readonly format: string;
  readonly contentId: string;
  /** The one before, where a new key brought a new one. */
  readonly replacedContentId?: string;
  readonly owner: string;
  /** The name the file should have. */
  readonly outputName: string;
  /** The publishing licence, UTF-8 with byte order mark. */
  readonly license: Uint8Array;
  readonly warnings: readonly Warning[];
}

/** What publishing again would change. */
export interface RepublishPreview {
  /** Id of the format. */
  readonly format: string;
  readonly contentId: string;
  /** Whether there will be a new key and content id. */
  readonly rekey: boolean;
  readonly owner: { readonly before?: string; readonly after?: string };
  /** As far as the identity may see it. */
  readonly before?: Policy;
  readonly after: { readonly template: string } | CustomPolicy;
  /** Where both policies can be seen. */
  readonly difference?: PolicyDifference;
  /** Where they would change. */
  readonly labels?: { readonly before: readonly Label[]; readonly after: readonly Label[] };
  readonly outputName: string;
  readonly warnings: readonly Warning[];
}

/** plan → sink → publish under the same key → relicense → commit; with a new key: publish → decrypt → wrap → commit. */
export function republish(
  parts: EngineParts,
  source: ByteSource,
  output: Output,
  request: RepublishRequest,
  options: UnprotectOptions,
): Promise<RepublishResult> {
  return inRun(parts, options, 'republish', (run) =>
    withOutput(run, output, async (openSink) => {
      const plan = await planRepublishing(run, source, request, options);
      const { handler } = plan.file;
      const outputName = nameOf(plan, options);
      const sink = await openSink(outputName);
      const publication = plan.rekey
        ? await rewrap(run, source, sink, { plan, request, name: options.name ?? NAMELESS })
        : await relicense(run, source, sink, { plan, request });
      const { license, contentId, owner } = publication;
      const replacedContentId = plan.rekey ? plan.license.contentId : undefined;
      return {
        format: handler.info.id,
        contentId,
        ...(replacedContentId !== undefined && { replacedContentId }),
        owner,
        outputName,
        license,
        warnings: run.warnings,
      };
    }),
  );
}

/** What {@link republish} would do. Nothing is published or written; the client is asked for a use licence all the same. */
export function previewRepublishing(
  parts: EngineParts,
  source: ByteSource,
  request: RepublishRequest,
  options: UnprotectOptions,
): Promise<RepublishPreview> {
  return inRun(parts, options, 'republish', async (run) => {
    const plan = await planRepublishing(run, source, request, options);
    const { license, policy: before, rekey } = plan;
    const { policy: after, owner } = plan.request;
    const policyAfter =
      'template' in after ? await templatePolicy(run, after.template, request) : withOwnerGrant(after);
    return {
      format: plan.file.handler.info.id,
      contentId: license.contentId,
      rekey,
      owner: {
        ...(license.owner !== undefined && { before: license.owner }),
        ...(owner !== undefined && { after: owner }),
      },
      ...(before !== undefined && { before }),
      after,
      ...(before !== undefined && policyAfter !== undefined && { difference: policyDifference(before, policyAfter) }),
      ...(request.labels !== undefined && { labels: { before: plan.labelsBefore, after: request.labels } }),
      outputName: nameOf(plan, options),
      warnings: run.warnings,
    };
  });
}

function nameOf({ file }: RepublishPlan, { name = NAMELESS, inPlace = false }: UnprotectOptions): string {
  return inPlace ? name : republishedName(name, file.handler.info.naming);
}

function templatePolicy(run: Run, template: string, { publishWith }: RepublishRequest): Promise<Policy | undefined> {
  return run.askClient(
    (client, context) => client.template?.(template, context) ?? Promise.resolve(undefined),
    publishWith,
  );
}

async function relicense(
  run: Run,
  source: ByteSource,
  sink: ByteSink,
  { plan, request }: { readonly plan: RepublishPlan; readonly request: RepublishRequest },
): Promise<Publication> {
  const { handler } = plan.file;
  const sameKeyAs = await inRealMode(run, handler, source, plan.useLicense);
  const publication = await publish(run, { ...plan.request, sameKeyAs });
  const { license } = publication;
  const { labels } = request;
  await run.ask(handler, async (context) => handler.relicense?.(source, license, sink, context, labels));
  if (request.check === true) await checkRepublished(run, handler, sink, license);
  return publication;
}

/** The licence to come names the mode the content has, whatever the one before named. */
async function inRealMode(
  run: Run,
  handler: FormatHandler,
  source: ByteSource,
  useLicense: UseLicense,
): Promise<UseLicense> {
  const { cipher } = useLicense;
  const mode = await run.ask(handler, async (context) => handler.contentMode?.(source, cipher, context) ?? cipher.mode);
  const real = mode === cipher.mode ? undefined : cipher.withMode(mode);
  return real === undefined ? useLicense : useLicenseWith(useLicense, run.keep(real));
}

async function rewrap(
  run: Run,
  source: ByteSource,
  sink: ByteSink,
  { plan, request, name }: { readonly plan: RepublishPlan; readonly request: RepublishRequest; readonly name: string },
): Promise<Publication> {
  const { file, useLicense, labels } = plan;
  const { handler, facts } = file;
  const content = run.keep(await readableContent(run, handler, source, run.threaded(useLicense.cipher)));
  const publication = await publish(run, plan.request, request);
  const { license, cipher } = publication;
  const replacesLabels = request.labels !== undefined;
  const originalName = unprotectedNameInPlace(name, handler.info.naming, facts.originalExtension);
  const envelope = { license, cipher: run.threaded(cipher), name: originalName, labels, replacesLabels };
  await run.ask(handler, (context) => handler.wrap(content, envelope, sink, context));
  if (request.check === true) await checkProtected(run, handler, { content, sink, license, cipher });
  return publication;
}

async function publish(
  run: Run,
  request: PublishRequest,
  { publishWith }: RepublishRequest = {},
): Promise<Publication> {
  const publication = await run.askClient((client, context) => client.publish(request, context), publishWith);
  run.keep(publication.cipher);
  return publication;
}
