import type * as sources from '../../src/index.js';

/** The built package: its threads run built code. */
export async function builtPackage(): Promise<typeof sources> {
  return (await import(new URL('../../dist/index.js', import.meta.url).href)) as typeof sources;
}
