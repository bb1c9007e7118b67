/** The same function, of data that never changes: its result is worked out once for each object, and kept as long as that. */
export function remembered<Input extends object, Result>(work: (input: Input) => Result): (input: Input) => Result {
  const results = new WeakMap<Input, { readonly result: Result }>();
  return (input) => {
    const known = results.get(input) ?? { result: work(input) };
    results.set(input, known);
    return known.result;
  };
}
