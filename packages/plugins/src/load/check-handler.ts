import { UsageError, type FormatHandler, type FormatInfo } from '@rightsmith/core';

/** The version of the handler interface this Rightsmith speaks. */
export const API_VERSION = 1;

/** One of a handler's methods. */
export type MethodName = Exclude<keyof FormatHandler, 'info'>;

const REQUIRED: readonly MethodName[] = ['detect', 'inspect', 'wrap', 'unwrap'];

/** Every method a handler may have, required ones first. */
export const METHODS: readonly MethodName[] = [
  ...REQUIRED,
  'wrapStream',
  'relicense',
  'contentMode',
  'openContent',
  'children',
];

/**
 * Checks what a factory made before anything is asked of it.
 *
 * @param plugin - name of the package, or path of the file, and its version where known
 * @throws UsageError naming the plugin, what is wanted, what was found, and what to do
 */
export function checkHandler(handler: unknown, plugin: string): FormatHandler {
  if (typeof handler !== 'object' || handler === null) throw unfit(plugin, 'its factory gave no object');
  const { info, ...methods } = { ...listed(handler) };
  checkInfo(info, plugin);
  for (const name of METHODS) {
    const method = methods[name];
    const isNeeded = REQUIRED.includes(name);
    if (isNeeded ? typeof method !== 'function' : !['function', 'undefined'].includes(typeof method)) {
      throw unfit(plugin, `its handler has no method ${name}`);
    }
  }
  return handler as FormatHandler;
}

/** Checks the data of a handler as {@link checkHandler} does. */
export function checkInfo(info: unknown, plugin: string): FormatInfo {
  if (typeof info !== 'object' || info === null) throw unfit(plugin, 'its handler has no info');
  const { id, apiVersion, title, extensions, naming } = info as Partial<Record<keyof FormatInfo, unknown>>;
  if (apiVersion !== API_VERSION) throw otherVersion(plugin, apiVersion);
  if (typeof id !== 'string' || !/^[a-z][a-z0-9-]*$/.test(id)) throw unfit(plugin, 'info.id is no short name');
  if (typeof title !== 'string') throw unfit(plugin, 'info.title is no text');
  if (!isTexts(extensions)) throw unfit(plugin, 'info.extensions is no list of texts');
  if (!isNaming(naming)) throw unfit(plugin, 'info.naming is no naming rule');
  return info as FormatInfo;
}

function listed(handler: object): Record<string, unknown> {
  return Object.fromEntries(['info', ...METHODS].map((name) => [name, (handler as Record<string, unknown>)[name]]));
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((text) => typeof text === 'string');

function isNaming(naming: unknown): boolean {
  if (typeof naming !== 'object' || naming === null) return false;
  const { kind, suffix, prefixed } = naming as Record<string, unknown>;
  return kind === 'keep' || (kind === 'suffix' && typeof suffix === 'string' && isTexts(prefixed));
}

function unfit(plugin: string, problem: string): UsageError {
  return new UsageError(`The format plugin ${plugin} does not keep to the handler interface: ${problem}.`, {
    hint: 'Its tests with @rightsmith/testkit show what is missing.',
  });
}

function otherVersion(plugin: string, found: unknown): UsageError {
  const isNewer = typeof found === 'number' && found > API_VERSION;
  const version = typeof found === 'number' ? String(found) : 'none';
  return new UsageError(
    `The format plugin ${plugin} is made for version ${version} of the handler interface, but this Rightsmith speaks version ${API_VERSION}.`,
    {
      hint: isNewer ? 'Update Rightsmith.' : `Install a release of the plugin that is made for version ${API_VERSION}.`,
    },
  );
}
