import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives each test of the surrounding `describe` an empty folder of its own; the result tells its path, or that of a name in it. */
export function useTemporaryFolder(): (name?: string) => string {
  let folder: string | undefined;
  afterEach(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    folder = undefined;
  });
  return (name = '.') => {
    folder ??= mkdtempSync(join(tmpdir(), 'rightsmith-test-'));
    return join(folder, name);
  };
}
