/** Replaces methods for good by ones that throw. Names that are not there are passed over. */
export function forbid(object: object, names: readonly string[], module: string): void {
  for (const name of names) {
    if (!(name in object)) continue;
    Object.defineProperty(object, name, {
      configurable: false,
      enumerable: true,
      writable: false,
      // No arrow function: classes are replaced too, and `new` has to come this far.
      value: function forbidden() {
        throw new Forbidden(`${module} ${name}`);
      },
    });
  }
}

/** Names of the methods an object has itself. */
export function methodsOf(object: object): readonly string[] {
  const known = object as Readonly<Record<string, unknown>>;
  return Object.getOwnPropertyNames(object).filter(
    (name) => name !== 'constructor' && typeof known[name] === 'function',
  );
}

/** What a plugin meets that wants to reach what it may not. */
class Forbidden extends Error {
  readonly code = 'ERR_ACCESS_DENIED';

  constructor(what: string) {
    super(`A format plugin in a process of its own may not use ${what}.`);
    this.name = 'Forbidden';
  }
}
