import { ERROR_CODES } from '@rightsmith/core';
import type { InspectedChild, Insides } from '@rightsmith/core';
import { errorJson } from '../../job/outcome.js';

/** What is inside a file, as `--json` prints it. */
export interface InsidesJson {
  readonly children: readonly object[];
  /** Why not all of them are listed; an error as everywhere. */
  readonly stopped?: object;
}

/** How many files there are inside, at all depths. */
export interface InsideCounts {
  readonly files: number;
  readonly protected: number;
  /** Not to be read, or with something inside that is not. */
  readonly unreadable: number;
  /** Whether a limit kept something from being looked at. */
  readonly limited: boolean;
}

/** What is inside as plain JSON. */
export function insidesJson({ children, stopped }: Insides): InsidesJson {
  return {
    children: children.map(childJson),
    ...(stopped !== undefined && { stopped: errorJson(stopped) }),
  };
}

function childJson(child: InspectedChild): object {
  const { name, size, facts, error, children, stopped } = child;
  if (facts === undefined) return { name, size, ok: false, ...(error !== undefined && { error: errorJson(error) }) };
  const { schema, ...others } = facts;
  const isContainer = children.length > 0 || stopped !== undefined;
  return { schema, name, size, ...others, ...(isContainer && insidesJson(child)) };
}

/** Counts what is inside. */
export function countInside({ children, stopped }: Insides): InsideCounts {
  const all = children.map(countChild);
  const sum = (of: (counts: InsideCounts) => number): number => all.reduce((total, counts) => total + of(counts), 0);
  return {
    files: sum(({ files }) => files),
    protected: sum((counts) => counts.protected),
    unreadable: sum(({ unreadable }) => unreadable) + (stopped === undefined ? 0 : 1),
    limited: stopped?.code === 'LimitReached' || all.some(({ limited }) => limited),
  };
}

function countChild(child: InspectedChild): InsideCounts {
  const inside = countInside(child);
  const { error, facts } = child;
  return {
    files: inside.files + 1,
    protected: inside.protected + (facts?.status === 'protected' ? 1 : 0),
    unreadable: inside.unreadable + (error === undefined ? 0 : 1),
    limited: inside.limited || error?.code === 'LimitReached',
  };
}

/** The exit code for what could not be looked into; undefined where all could. */
export function insideAnswer({ unreadable, limited }: InsideCounts): number | undefined {
  if (limited) return ERROR_CODES.LimitReached.exitCode;
  return unreadable > 0 ? ERROR_CODES.SomeFailed.exitCode : undefined;
}
