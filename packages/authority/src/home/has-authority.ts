import { existsSync } from 'node:fs';
import { homePaths } from './home-paths.js';

/** Whether there is an authority in the folder `home`; opening one that is not there makes it. */
export function hasAuthority(home: string): boolean {
  return existsSync(homePaths(home).authority);
}
