import { fileSink, NotProtected, UsageError } from '@rightsmith/core';
import { looksInside } from '../../bulk/reading-job.js';
import { STANDARD_STREAM, type Input } from '../../job/input.js';
import type { JobContext } from '../../job/job-context.js';
import type { InspectJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { readFiles } from '../../job/read-files.js';
import { createTargetChooser } from '../../job/target.js';
import { inspectedOutcome, type InspectedFile } from './inspected-outcome.js';
import { licenseSteps, tracedFormats, type TraceStep } from './trace.js';

/** Tells all about each file that needs no key. */
export async function* runInspect(
  job: InspectJob,
  context: JobContext,
): AsyncGenerator<Outcome<InspectedFile>, void, void> {
  const saveLicense = createLicenseSaver(job);
  const { wiring, clock, signal } = context;
  const steps: TraceStep[] = [];
  const traced = job.trace === true ? tracedFormats(await wiring.formats(), (step) => steps.push(step)) : undefined;
  const engine = await wiring.keylessEngine(traced);
  yield* readFiles(job, context, async (input) => {
    const { file, source, name } = input;
    const options = { name, signal };
    const insides = looksInside(job) ? await engine.inspectTree(source, options) : undefined;
    const { facts, license } = insides ?? (await engine.inspect(source, options));
    await saveLicense(input, license);
    const trace = traced === undefined ? undefined : [...steps.splice(0), ...licenseSteps(facts, license)];
    return inspectedOutcome(file, { facts, insides, trace }, clock.now());
  });
}

type LicenseSaver = (input: Input, license: Uint8Array | undefined) => Promise<void>;

function createLicenseSaver({ license: output, force = false, files }: InspectJob): LicenseSaver {
  if (output === undefined) return () => Promise.resolve();
  if (output === STANDARD_STREAM) throw new UsageError('The facts go to standard output, so the licence cannot.');
  const chooseTarget = createTargetChooser({ output, force }, files);
  return async (input, license) => {
    if (license === undefined) throw new NotProtected('The file holds no licence that could be written.');
    const target = chooseTarget(input, `${input.name}.xml`);
    if (target.kind !== 'file') return;
    const sink = fileSink(target.path, { overwrite: target.overwrite });
    try {
      await sink.write(license);
      await sink.commit();
    } catch (error) {
      await sink.abort();
      throw error;
    }
  };
}
