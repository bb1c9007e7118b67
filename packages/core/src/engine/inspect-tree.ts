import type { ByteSource } from '../bytes/source.js';
import { RightsmithError } from '../errors.js';
import type { ContainedFile } from '../format/format-handler.js';
import { ContainerWalk } from './container-walk.js';
import {
  inspectIn,
  type InspectedByFormat,
  type Inspection,
  type InspectOptions,
  type InspectResult,
} from './inspect.js';
import { type CallOptions, type EngineParts, inRun, type Run } from './run.js';

/** What is inside a file. */
export interface Insides {
  /** In the order of the container; empty for what is none. */
  readonly children: readonly InspectedChild[];
  /** Why not all of them are listed: a limit, or damage. */
  readonly stopped?: RightsmithError;
}

/** A file inside another: what was found, or why nothing could be. */
export interface InspectedChild extends Insides {
  /** Path inside the container; untrusted text. */
  readonly name: string;
  /** Bytes, as the container says. */
  readonly size: number;
  readonly facts?: Inspection;
  readonly error?: RightsmithError;
}

/** What was found in a file and inside it. */
export interface InspectTreeResult extends InspectResult, Insides {}

/** inspect, then the same for every file inside, depth first: one source of each depth is open at a time. */
export function inspectTree(
  parts: EngineParts,
  source: ByteSource,
  options: InspectOptions,
): Promise<InspectTreeResult> {
  const walk = new ContainerWalk(parts, source.size);
  return inRun(walk.parts, options, 'inspect', async (run) => {
    const inspected = await inspectIn(run, source, options);
    const { facts, license } = inspected;
    const insides = await lookInside(run, source, inspected, { walk, options: optionsInside(options), depth: 1 });
    return { facts, ...(license !== undefined && { license }), ...insides };
  });
}

/** Where a walk is. */
interface Place {
  readonly walk: ContainerWalk;
  readonly options: CallOptions;
  /** Of the files that come next. */
  readonly depth: number;
}

/** Name and format are those of the outermost file, and so is what its progress and warnings are told to. */
function optionsInside({ signal, settings, languages }: CallOptions): CallOptions {
  return {
    ...(signal !== undefined && { signal }),
    ...(settings !== undefined && { settings }),
    ...(languages !== undefined && { languages }),
  };
}

async function lookInside(
  run: Run,
  source: ByteSource,
  { handler, facts }: InspectedByFormat,
  place: Place,
): Promise<Insides> {
  const children: InspectedChild[] = [];
  if (facts.status !== 'plain' || handler.children === undefined) return { children };
  const error = await failureOf(() =>
    run.ask(handler, async (context) => {
      for await (const child of handler.children?.(source, context) ?? []) {
        try {
          place.walk.enter(child.name, place.depth);
          children.push(await inspectChild(child, place));
        } finally {
          await child.source.close();
        }
      }
    }),
  );
  return error === undefined ? { children } : { children, stopped: error };
}

async function inspectChild({ name, source }: ContainedFile, place: Place): Promise<InspectedChild> {
  const { walk, options, depth } = place;
  const file = { name, size: source.size };
  let inspected: InspectedChild = { ...file, children: [] };
  const error = await failureOf(() =>
    inRun(walk.parts, options, 'inspect', async (run) => {
      const found = await inspectIn(run, source, { name: baseName(name) });
      walk.keep(found.facts);
      inspected = {
        ...file,
        facts: found.facts,
        ...(await lookInside(run, source, found, { ...place, depth: depth + 1 })),
      };
    }),
  );
  return error === undefined ? inspected : { ...file, error, children: [] };
}

/** What failed, if it is about the file; an abort is about all. */
async function failureOf(work: () => Promise<void>): Promise<RightsmithError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (RightsmithError.is(error) && error.code !== 'Aborted') return error;
    throw error;
  }
}

/** Of untrusted text, which may be of any system. */
function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
