import { CIPHER_MODES, InternalError, type CipherMode, type ContainerFacts, type Detection } from '@rightsmith/core';

const STATUSES: readonly unknown[] = ['plain', 'protected', 'other-protection'];
const CERTAINTIES: readonly unknown[] = ['certain', 'likely', 'fallback'];

/** What `detect` answered, or may have answered. @throws InternalError for something else */
export function checkDetection(answer: unknown, plugin: string): Detection | undefined {
  if (answer === undefined) return undefined;
  const { status, certainty, reason } = members(answer, plugin);
  if (!STATUSES.includes(status) || !CERTAINTIES.includes(certainty) || typeof reason !== 'string')
    throw senseless(plugin);
  return answer as Detection;
}

/** What `contentMode` answered. @throws InternalError for something else */
export function checkMode(answer: unknown, plugin: string): CipherMode {
  if (typeof answer === 'string' && Object.hasOwn(CIPHER_MODES, answer)) return answer as CipherMode;
  throw senseless(plugin);
}

/** What `inspect` answered. @throws InternalError for something else */
export function checkFacts(answer: unknown, plugin: string): ContainerFacts {
  const { status, license, labels, obstacles, encryptedFacts, container, contentLength, ...others } = members(
    answer,
    plugin,
  );
  const isFit =
    STATUSES.includes(status) &&
    (license === undefined || license instanceof Uint8Array) &&
    (contentLength === undefined || (Number.isSafeInteger(contentLength) && (contentLength as number) >= 0)) &&
    areAll(labels, isLabel) &&
    areAll(obstacles, isObstacle) &&
    areAll(encryptedFacts, isText) &&
    isObject(container) &&
    [others['version'], others['originalExtension'], others['cipherHint']].every(isTextOrAbsent);
  if (!isFit) throw senseless(plugin);
  return answer as ContainerFacts;
}

/** The methods a plugin says it has. @throws InternalError for something else */
export function checkMethods(answer: unknown, plugin: string): readonly string[] {
  if (!areAll(answer, isText)) throw senseless(plugin);
  return answer as readonly string[];
}

/** Number and size of a source that stays with the plugin. @throws InternalError for something else */
export function checkKept(answer: unknown, plugin: string): { readonly kept: number; readonly size: number } {
  const { kept, size } = members(answer, plugin);
  if (!Number.isSafeInteger(kept) || !Number.isSafeInteger(size) || (size as number) < 0) throw senseless(plugin);
  return { kept: kept as number, size: size as number };
}

/** The answer as an object whose members may be anything. */
export function members(answer: unknown, plugin: string): Readonly<Record<string, unknown>> {
  if (typeof answer !== 'object' || answer === null) throw senseless(plugin);
  return answer as Readonly<Record<string, unknown>>;
}

/** The plugin answered with something the interface does not know. */
export function senseless(plugin: string): InternalError {
  return new InternalError(`The format plugin ${plugin} gave an answer that the handler interface does not know.`);
}

const isText = (value: unknown): boolean => typeof value === 'string';

const isTextOrAbsent = (value: unknown): boolean => value === undefined || isText(value);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const areAll = (list: unknown, isOne: (one: unknown) => boolean): boolean => Array.isArray(list) && list.every(isOne);

function isLabel(label: unknown): boolean {
  if (!isObject(label) || !isText(label['id'])) return false;
  const { tenantId, name, properties } = label;
  const areTexts = properties === undefined || (isObject(properties) && Object.values(properties).every(isText));
  return isTextOrAbsent(tenantId) && isTextOrAbsent(name) && areTexts;
}

function isObstacle(obstacle: unknown): boolean {
  if (!isObject(obstacle)) return false;
  const { reason, message, hint, overridable } = obstacle;
  return isText(reason) && isText(message) && isTextOrAbsent(hint) && typeof overridable === 'boolean';
}
