import type { StoredDocument } from '../store/authority-store.js';
import { FreshValue } from './fresh-value.js';
import { changeJsonFile, readJsonFile, type JsonFileKind } from './json-file.js';

/** A document in a JSON file of the home, read again when another process or an editor changes it. */
export class DocumentFile<Value extends object> implements StoredDocument<Value> {
  readonly #path: string;
  readonly #kind: JsonFileKind<Value>;
  readonly #missing: Value | undefined;
  readonly #value: FreshValue<Value>;

  /** `missing` is what counts where there is no file; without it there must be one. */
  constructor(path: string, kind: JsonFileKind<Value>, missing?: Value) {
    this.#path = path;
    this.#kind = kind;
    this.#missing = missing;
    this.#value = new FreshValue(path, (exists) =>
      missing === undefined || exists ? readJsonFile(path, kind) : Promise.resolve(missing),
    );
  }

  read(): Promise<Value> {
    return this.#value.get();
  }

  change(change: (value: Value) => Value | Promise<Value>): Promise<void> {
    return changeJsonFile(this.#path, this.#kind, change, this.#missing);
  }
}
