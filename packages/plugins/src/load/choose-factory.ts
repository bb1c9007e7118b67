import { UsageError, type FormatHandler, type JsonObject } from '@rightsmith/core';

/** Makes a handler; `options` are what the configuration says about it. */
export type FormatFactory = (options?: JsonObject) => FormatHandler;

/**
 * The factory among a module's exports: the one named, else `format`, else the default, else the only function there is.
 *
 * @throws UsageError when there is none, or several to choose from
 */
export function chooseFactory(module: Readonly<Record<string, unknown>>, plugin: string, name?: string): FormatFactory {
  const functions = Object.entries(module).filter(([, value]) => typeof value === 'function');
  const named = (wanted: string): unknown => functions.find(([exported]) => exported === wanted)?.[1];
  const only = functions.length === 1 ? functions[0]?.[1] : undefined;
  const factory = name === undefined ? (named('format') ?? named('default') ?? only) : named(name);
  if (factory !== undefined) return factory as FormatFactory;
  const exported = functions.map(([one]) => one).join(', ') || 'nothing';
  throw new UsageError(
    name === undefined
      ? `The plugin ${plugin} does not show which function makes its format.`
      : `The plugin ${plugin} exports no function ${name}.`,
    { hint: `Its functions: ${exported}. Export the factory as format, or name it by "export" in the configuration.` },
  );
}
