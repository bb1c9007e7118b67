import { UsageError } from '@rightsmith/core';
import type { PluginLocation } from './locate-plugin.js';

/** How a plugin is called in messages. */
export function pluginName({ name, version, entry }: PluginLocation): string {
  if (name === undefined) return entry;
  return version === undefined ? name : `${name} ${version}`;
}

/** A plugin that fails while it is loaded. */
export function cannotLoad(plugin: string, file: string | undefined, cause: unknown): UsageError {
  const problem = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : 'it threw something that is no error';
  return new UsageError(`The format plugin ${plugin} cannot be loaded: ${problem.replace(/\.$/, '')}.`, {
    ...(file !== undefined && { where: { file } }),
    hint: hintOf(cause, file),
    cause,
  });
}

function hintOf(cause: unknown, file: string | undefined): string {
  const { code } = (cause ?? {}) as { readonly code?: unknown };
  if (code === 'ERR_MODULE_NOT_FOUND') return 'Install what it needs: npm install in its folder.';
  if (file !== undefined && /\.[cm]?tsx?$/.test(file)) {
    return 'Build it, and name its folder or the JavaScript that was built.';
  }
  return 'Its author can help.';
}
