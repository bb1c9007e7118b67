import type * as koffi from 'koffi';

/** The bridge to native libraries: an optional dependency, so it is loaded where it is used and nowhere else. */
export type Koffi = typeof koffi;

/** Undefined where it is not installed or has no binary for this platform. */
export async function loadKoffi(): Promise<Koffi | undefined> {
  try {
    return await import('koffi');
  } catch {
    return undefined;
  }
}
