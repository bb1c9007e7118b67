import type { Readable, Writable } from 'node:stream';

/** The standard streams of a run; `process` is such an object, and opens each stream when it is first asked for it. */
export interface StandardStreams {
  readonly stdin: Readable;
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
}
