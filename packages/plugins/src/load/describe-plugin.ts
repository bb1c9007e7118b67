import { UsageError } from '@rightsmith/core';
import type { PluginLocation } from './locate-plugin.js';

/** How a plugin is called in messages. */
export function pluginName({ name, version, entry }: PluginLocation): string {
  if (name === undefined) return entry;
  return version === undefined ? name : `${name} ${version}`;
}

/** A plugin that fails while it is loaded. */
export function cannotLoad(plugin: string, file: string | undefined, cause: unknown): UsageError {
  const isMissing = (cause as { readonly code?: unknown } | null)?.code === 'ERR_MODULE_NOT_FOUND';
  const problem = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : 'it threw something that is no error';
  return new UsageError(`The format plugin ${plugin} cannot be loaded: ${problem.replace(/\.$/, '')}.`, {
    ...(file !== undefined && { where: { file } }),
    hint: isMissing ? 'Install what it needs: npm install in its folder.' : 'Its author can help.',
    cause,
  });
}
