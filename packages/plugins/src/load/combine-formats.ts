import { UsageError, type FormatHandler } from '@rightsmith/core';
import type { LoadedFormat } from './load-format.js';

/** A built-in format as a loaded one. */
export function builtIn(handler: FormatHandler): LoadedFormat {
  return { handler, origin: { kind: 'built-in', isolation: 'trusted' }, replaces: [] };
}

/**
 * All formats of a run, in the given order. One takes the place of another only where it names it in `replaces`.
 *
 * @throws UsageError for two formats of one id, and for a replaced one that is not there
 */
export function combineFormats(formats: readonly LoadedFormat[]): readonly LoadedFormat[] {
  const replacedBy = new Map<string, LoadedFormat>();
  for (const format of formats) {
    for (const id of format.replaces) {
      const other = replacedBy.get(id);
      if (other !== undefined) throw new UsageError(`${described(other)} and ${described(format)} both replace ${id}.`);
      if (!formats.some((one) => one !== format && one.handler.info.id === id)) {
        throw new UsageError(`${described(format)} is to replace the format ${id}, which is not there.`);
      }
      replacedBy.set(id, format);
    }
  }
  const kept = formats.filter((format) => {
    const successor = replacedBy.get(format.handler.info.id);
    return successor === undefined || successor === format;
  });
  checkIds(kept);
  return kept;
}

function checkIds(formats: readonly LoadedFormat[]): void {
  const byId = new Map<string, LoadedFormat>();
  for (const format of formats) {
    const { id } = format.handler.info;
    const other = byId.get(id);
    if (other !== undefined) {
      throw new UsageError(`Two formats have the id ${id}: ${described(other)} and ${described(format)}.`, {
        hint: `Leave one out, or let the configuration say of the second: "replaces": ["${id}"].`,
      });
    }
    byId.set(id, format);
  }
}

/** A format and where it came from, in words. */
export function described({ handler, origin }: LoadedFormat): string {
  const { kind, name, version, path, askedBy } = origin;
  if (kind === 'built-in') return `the built-in ${handler.info.id}`;
  const what =
    name === undefined ? (path ?? 'an inline format') : `${name}${version === undefined ? '' : ` ${version}`}`;
  return askedBy === undefined ? what : `${what} (asked for by ${askedBy})`;
}
