import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';

/** Tells of paths whether they are one of these files and folders, or lie in one, whatever symbolic links lead there. Quick for files of one folder after the other. */
export function withinAny(places: readonly string[]): (path: string) => boolean {
  const real = places.map((place) => realPath(resolve(place)));
  let lastFolder = '';
  let lastReal = '';
  return (path) => {
    if (real.length === 0) return false;
    const folder = dirname(resolve(path));
    if (folder !== lastFolder) [lastFolder, lastReal] = [folder, realPath(folder)];
    const where = join(lastReal, basename(path));
    return real.some((place) => where === place || where.startsWith(place.endsWith(sep) ? place : place + sep));
  };
}

/** As it is named, where nothing is there or nobody may look. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
