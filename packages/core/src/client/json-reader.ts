import { CorruptFile } from '../errors.js';
import type { StringMap } from '../types.js';

const STRUCTURE = 'use licence';
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/i;

/**
 * A JSON object from outside, read member by member with a check of each type; `null` counts as absent.
 * Errors name the member and show no value, for such objects hold keys.
 */
export class JsonReader {
  readonly #members: ReadonlyMap<string, unknown>;
  /** Names of the objects around this one, each with a dot behind it. */
  readonly #path: string;

  private constructor(value: object, path: string) {
    this.#members = new Map(Object.entries(value));
    this.#path = path;
  }

  /** @throws CorruptFile when the text is not that of a JSON object */
  static parse(text: string): JsonReader {
    const value = parseJson(text.replace(/^\uFEFF/, ''));
    if (!isObject(value))
      throw new CorruptFile(`The ${STRUCTURE} is not a JSON object.`, { where: { structure: STRUCTURE } });
    return new JsonReader(value, '');
  }

  /** An empty text counts as absent too. @throws CorruptFile */
  text(name: string): string | undefined {
    const value = this.#read(name, isText, 'not a text');
    return value === '' ? undefined : value;
  }

  /** @throws CorruptFile */
  number(name: string): number | undefined {
    return this.#read(name, isNumber, 'not a number');
  }

  /** @throws CorruptFile */
  flag(name: string): boolean | undefined {
    return this.#read(name, isFlag, 'neither true nor false');
  }

  /** ISO 8601; `zone` is that of a time which names none. @throws CorruptFile */
  date(name: string, zone: 'utc' | 'local'): Date | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const match = ISO_TIME.exec(text);
    const date = new Date(zone === 'utc' && match?.[3] === undefined ? `${text}Z` : text);
    if (match === null || !Number.isFinite(date.getTime())) throw this.wrong(name, 'not a time');
    return date;
  }

  /** @throws CorruptFile */
  texts(name: string): readonly string[] | undefined {
    return this.#read(name, isListOf(isText), 'not a list of texts');
  }

  /** @throws CorruptFile */
  textMap(name: string): StringMap | undefined {
    return this.#read(name, isTextMap, 'not an object of texts');
  }

  /** @throws CorruptFile */
  object(name: string): JsonReader | undefined {
    const value = this.#read(name, isObject, 'not an object');
    return value === undefined ? undefined : this.#inner(name, value);
  }

  /** @throws CorruptFile */
  objects(name: string): readonly JsonReader[] | undefined {
    return this.#read(name, isListOf(isObject), 'not a list of objects')?.map((value) => this.#inner(name, value));
  }

  /** The error for a member whose value will not do; `what` completes "`Name` is …". */
  wrong(name: string, what: string): CorruptFile {
    return new CorruptFile(`In the ${STRUCTURE}, ${this.#path}${name} is ${what}.`, {
      where: { structure: STRUCTURE },
    });
  }

  #inner(name: string, value: object): JsonReader {
    return new JsonReader(value, `${this.#path}${name}.`);
  }

  #read<T>(name: string, isRight: (value: unknown) => value is T, what: string): T | undefined {
    const value = this.#members.get(name) ?? undefined;
    if (value === undefined || isRight(value)) return value;
    throw this.wrong(name, what);
  }
}

/** No cause goes along: the parser's message quotes the text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CorruptFile(`The ${STRUCTURE} is not JSON.`, { where: { structure: STRUCTURE } });
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTextMap = (value: unknown): value is StringMap => isObject(value) && Object.values(value).every(isText);

function isListOf<T>(isRight: (value: unknown) => value is T): (value: unknown) => value is readonly T[] {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(isRight);
}
