import type { Insides, Inspection } from '@rightsmith/core';
import type { DoneOutcome } from '../../job/outcome.js';
import { countInside, insideAnswer, insidesJson, type InsidesJson } from './inside-json.js';
import { insideText } from './inside-text.js';
import { inspectionText } from './inspection-text.js';
import { traceText, type TraceStep } from './trace.js';

/** What was found; `--json` prints it. */
export interface InspectedFile extends Inspection, Partial<InsidesJson> {
  /** As the caller named it. */
  readonly file: string;
  /** With `--trace`: what was done to find it out. */
  readonly trace?: readonly TraceStep[];
}

/** What was found out about one file. */
export interface FoundOut {
  readonly facts: Inspection;
  /** Absent: nobody looked inside. */
  readonly insides?: Insides | undefined;
  readonly trace?: readonly TraceStep[] | undefined;
}

/**
 * Tells what was found out about a file.
 *
 * @param now - milliseconds since 1970
 */
export function inspectedOutcome(
  file: string,
  { facts, insides, trace }: FoundOut,
  now: number,
): DoneOutcome<InspectedFile> {
  const { schema, warnings, ...others } = facts;
  const answer = insides === undefined ? undefined : insideAnswer(countInside(insides));
  const texts = [
    inspectionText(file, facts, now),
    ...(insides === undefined ? [] : [insideText(insides)]),
    ...(trace === undefined ? [] : [traceText(trace)]),
  ];
  return {
    result: {
      schema,
      file,
      ...others,
      warnings,
      ...(insides !== undefined && insidesJson(insides)),
      ...(trace !== undefined && { trace }),
    },
    text: texts.join('\n'),
    warnings,
    ...(answer !== undefined && { answer }),
  };
}
