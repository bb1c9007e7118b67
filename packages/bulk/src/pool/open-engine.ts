import type { RightsEngine } from '@rightsmith/core';

/** An engine of a thread's own. */
export interface ThreadEngine {
  readonly engine: RightsEngine;
  close(): Promise<void>;
}

/** How an engine is opened. */
export interface ThreadEngineOptions {
  /** Only what needs no key will be asked. */
  readonly keyless: boolean;
}

/** What the module that threads get their engine from exports as `openEngine`. */
export type OpenEngine = (data: unknown, options: ThreadEngineOptions) => Promise<ThreadEngine>;

/** Loads the module and opens an engine. @throws what it throws */
export async function openThreadEngine(
  url: string,
  data: unknown,
  options: ThreadEngineOptions,
): Promise<ThreadEngine> {
  const { openEngine } = (await import(url)) as { readonly openEngine: OpenEngine };
  return openEngine(data, options);
}
