// Opens every file named and reads all its streams, at both levels of strictness; tells of each how it ended.
import { copySource, countingSink, fileSource, RightsmithError } from '@rightsmith/core';
import { openCompoundFile } from '@rightsmith/compound-file';
import type { Strictness } from '@rightsmith/compound-file';

/** One line of the output. */
export interface Ending {
  readonly path: string;
  readonly strictness: Strictness;
  /** The code of the error, or `read`. */
  readonly ending: string;
  readonly where: RightsmithError['where'];
  readonly milliseconds: number;
  /** Growth of this process's peak memory. */
  readonly grownKiB: number;
}

/** The coded error, if any; every other one ends the process. */
async function readAll(path: string, strictness: Strictness): Promise<RightsmithError | undefined> {
  const source = fileSource(path);
  try {
    const file = await openCompoundFile(source, { strictness });
    for (const { kind, path: name } of file.entries) {
      if (kind === 'stream') await copySource(await file.openStream(name), countingSink());
    }
    return undefined;
  } catch (error) {
    if (RightsmithError.is(error)) return error;
    throw error;
  } finally {
    await source.close();
  }
}

for (const path of process.argv.slice(2)) {
  for (const strictness of ['tolerant', 'strict'] as const) {
    const [start, startKiB] = [performance.now(), process.resourceUsage().maxRSS];
    const error = await readAll(path, strictness);
    const ending: Ending = {
      path,
      strictness,
      ending: error?.code ?? 'read',
      where: error?.where,
      milliseconds: performance.now() - start,
      grownKiB: process.resourceUsage().maxRSS - startKiB,
    };
    console.log(JSON.stringify(ending));
  }
}
