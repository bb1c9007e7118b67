import type { FormatHandler } from '@rightsmith/core';
import { seededRandom } from '../seeded-random.js';
import type { SuiteTest } from '../suite.js';
import type { FormatSample, FormatTestOptions } from './format-test-options.js';
import { anySparseFile } from './sparse-files.js';

/** What a test can ask of a format beside the methods every handler has. */
export type FormatNeed =
  | 'wrapStream'
  | 'relicense'
  | 'openContent'
  /** Plain files of chosen sizes exist. */
  | 'sizes'
  /** Some files are not of this format. */
  | 'own kind'
  | 'labels'
  /** Its labels can be changed on a protected file. */
  | 'relabels'
  /** Files of chosen sizes exist that are mostly zeros. */
  | 'sparse'
  /** Tests with more than 4 GiB are wanted. */
  | 'huge'
  | 'children';

/** A test of any format. */
export type FormatTest = SuiteTest<FormatBench, FormatNeed>;

/** One format, laid out for testing. */
export interface FormatBench extends Required<Omit<FormatTestOptions, 'create'>> {
  readonly handler: FormatHandler;
}

/** A bench with a handler of its own. */
export function createFormatBench(options: FormatTestOptions): FormatBench {
  const handler = options.create();
  return {
    handler,
    samples: options.samples,
    foreign: options.foreign ?? [],
    ofSize: options.ofSize ?? (takesAnyFile(handler) ? randomFile : () => undefined),
    sparseOfSize: options.sparseOfSize ?? (takesAnyFile(handler) ? anySparseFile : () => undefined),
    huge: options.huge ?? false,
    keepsLabels: options.keepsLabels ?? false,
    settings: options.settings ?? {},
  };
}

/** What this format offers, by its methods, its data and the options. */
export function offersOf({
  create,
  ofSize,
  sparseOfSize,
  huge,
  keepsLabels,
}: FormatTestOptions): ReadonlySet<FormatNeed> {
  const handler = create();
  const offers: Record<FormatNeed, boolean> = {
    wrapStream: handler.wrapStream !== undefined,
    relicense: handler.relicense !== undefined,
    openContent: handler.openContent !== undefined,
    sizes: ofSize !== undefined || takesAnyFile(handler),
    'own kind': !takesAnyFile(handler),
    labels: keepsLabels === true,
    relabels: handler.info.relabels === true,
    sparse: sparseOfSize !== undefined || takesAnyFile(handler),
    huge: huge === true,
    children: handler.children !== undefined,
  };
  return new Set((Object.keys(offers) as FormatNeed[]).filter((need) => offers[need]));
}

/** What tests need that not every format has, and what is missing where they are not run. */
const GAPS: Readonly<Partial<Record<FormatNeed, string>>> = {
  wrapStream: 'wrapStream, which the format does not have',
  openContent: 'openContent, which the format does not have',
  relicense: 'relicense, which the format does not have',
  children: 'children, which the format does not have',
  relabels: 'relabels, which the format does not say',
  sizes: 'content of every size and long content: give ofSize',
  sparse: 'the need of memory: give sparseOfSize',
  labels: 'labels: set keepsLabels if the format stores them',
};

/** What is not tested with these options. */
export function gapsOf(options: FormatTestOptions): readonly string[] {
  const offers = offersOf(options);
  return Object.entries(GAPS).flatMap(([need, gap]) => (offers.has(need as FormatNeed) ? [] : [gap]));
}

/** A format that names no extensions takes files of any kind. */
export function takesAnyFile({ info }: FormatHandler): boolean {
  return info.extensions.length === 0;
}

function randomFile(bytes: number): FormatSample {
  return { name: 'any.dat', bytes: seededRandom(bytes).bytes(bytes) };
}
