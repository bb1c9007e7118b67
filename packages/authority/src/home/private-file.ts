import { mkdir, readFile } from 'node:fs/promises';
import { CannotRead, CannotWrite, fileSink } from '@rightsmith/core';

const HOME_HINT =
  'Restore the file from a backup of the home, or name another home with RIGHTSMITH_HOME (command line: --home).';

/** Makes a folder, parents included, that only its user may enter. @throws CannotWrite */
export async function makePrivateFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new CannotWrite(`The folder ${path} cannot be made.`, { where: { file: path }, cause });
  }
}

/**
 * Writes a file only its user may read, all at once.
 *
 * @throws OutputExists unless `overwrite`; CannotWrite
 */
export async function writePrivateFile(
  path: string,
  content: Uint8Array | string,
  options: { readonly overwrite: boolean },
): Promise<void> {
  const sink = fileSink(path, { ...options, mode: 0o600 });
  try {
    await sink.write(typeof content === 'string' ? new TextEncoder().encode(content) : content);
    await sink.commit();
  } catch (error) {
    await sink.abort();
    throw error;
  }
}

/** All bytes of a file of the home. @throws CannotRead */
export async function readHomeFile(path: string, structure: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    throw new CannotRead(`The ${structure} cannot be read.`, {
      where: { file: path, structure },
      hint: HOME_HINT,
      cause,
    });
  }
}
