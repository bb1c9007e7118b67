import { fileSink, NotProtected, UsageError } from '@rightsmith/core';
import type { Insides, Inspection } from '@rightsmith/core';
import { STANDARD_STREAM, type Input } from '../../job/input.js';
import type { JobContext } from '../../job/job-context.js';
import type { InspectJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { readFiles } from '../../job/read-files.js';
import { createTargetChooser } from '../../job/target.js';
import { countInside, insideAnswer, insidesJson, type InsidesJson } from './inside-json.js';
import { insideText } from './inside-text.js';
import { inspectionText } from './inspection-text.js';
import { licenseSteps, tracedFormats, traceText, type TraceStep } from './trace.js';

/** What was found; `--json` prints it. */
export interface InspectedFile extends Inspection, Partial<InsidesJson> {
  /** As the caller named it. */
  readonly file: string;
  /** With `--trace`: what was done to find it out. */
  readonly trace?: readonly TraceStep[];
}

/** Tells all about a file that needs no key. */
export async function* runInspect(
  job: InspectJob,
  context: JobContext,
): AsyncGenerator<Outcome<InspectedFile>, void, void> {
  const saveLicense = createLicenseSaver(job);
  const { wiring } = context;
  const steps: TraceStep[] = [];
  const traced = job.trace === true ? tracedFormats(await wiring.formats(), (step) => steps.push(step)) : undefined;
  const engine = await wiring.keylessEngine(traced);
  yield* readFiles(job, context, async (input) => {
    const { file, source, name } = input;
    const options = { name, signal: context.signal };
    const tree = job.recursive === true ? await engine.inspectTree(source, options) : undefined;
    const { facts, license } = tree ?? (await engine.inspect(source, options));
    await saveLicense(input, license);
    const { schema, warnings, ...others } = facts;
    if (traced !== undefined) steps.push(...licenseSteps(facts, license));
    const inside = tree === undefined ? NOTHING_INSIDE : tellInside(tree);
    const texts = [inspectionText(file, facts, context.clock.now()), ...inside.texts];
    return {
      result: { schema, file, ...others, warnings, ...inside.json, ...(traced !== undefined && { trace: steps }) },
      text: [...texts, ...(traced === undefined ? [] : [traceText(steps)])].join('\n'),
      warnings,
      ...(inside.answer !== undefined && { answer: inside.answer }),
    };
  });
}

/** What is told of the inside of a file. */
interface ToldInside {
  readonly json: Partial<InsidesJson>;
  readonly texts: readonly string[];
  readonly answer?: number | undefined;
}

const NOTHING_INSIDE: ToldInside = { json: {}, texts: [] };

function tellInside(found: Insides): ToldInside {
  return { json: insidesJson(found), texts: [insideText(found)], answer: insideAnswer(countInside(found)) };
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
