import { constants } from 'node:fs';
import { chmod, copyFile, link, mkdir, open, readdir, rename, rm, rmdir, stat, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CannotWrite, fileSink, fileSource, flushFolder, sourceStream, type FileSink } from '@rightsmith/core';

/** Names of kept originals: numbers. */
const NAME = /^\d{6,12}$/;

/** What systems answer that cannot give one file a second name there. */
const NO_LINK: readonly (string | undefined)[] = [
  'EXDEV',
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EINVAL',
];

/** Originals of files that were replaced, as they were, encrypted: a second name of the same file, or a copy on another disk. */
export class KeptOriginals {
  readonly folder: string;
  #last = 0;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** @throws CannotWrite */
  static async open(folder: string): Promise<KeptOriginals> {
    const originals = new KeptOriginals(folder);
    return inFolder(folder, async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const names = (await readdir(folder)).filter((name) => NAME.test(name));
      originals.#last = names.reduce((last, name) => Math.max(last, Number(name)), 0);
      return originals;
    });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Keeps a file; once resolved it is safe from a power failure. @returns its name here @throws CannotWrite */
  async keep(file: string): Promise<string> {
    return inFolder(this.folder, async () => {
      this.#last += 1;
      const name = String(this.#last).padStart(6, '0');
      await keepAs(file, this.path(name));
      await flushFolder(this.folder);
      return name;
    });
  }

  /** Puts an original back into its place in one step, with its mode and times. @throws CannotWrite */
  async putBack(name: string, file: string): Promise<void> {
    try {
      await rename(this.path(name), file);
    } catch (error) {
      if (codeOf(error) !== 'EXDEV') throw cannotPutBack(file, error);
      await copyBack(this.path(name), file);
      await rm(this.path(name));
    }
  }

  /** Lets an original go; one that is not there is gone already. */
  async drop(name: string): Promise<void> {
    await inFolder(this.folder, () => rm(this.path(name), { force: true }));
  }

  /** Removes all but these, such as what was kept just before a kill, and the folder if nothing is left in it. */
  async keepOnly(names: readonly string[]): Promise<void> {
    const wanted = new Set(names);
    const all = await inFolder(this.folder, () => readdir(this.folder));
    for (const name of all) if (NAME.test(name) && !wanted.has(name)) await this.drop(name);
    await this.close();
  }

  /** Removes the folder, unless something is still in it. */
  async close(): Promise<void> {
    await rmdir(this.folder).catch(() => undefined);
  }
}

async function keepAs(file: string, target: string): Promise<void> {
  try {
    await link(file, target);
  } catch (error) {
    if (!NO_LINK.includes(codeOf(error))) throw error;
    await copyWhole(file, target);
  }
}

async function copyWhole(file: string, target: string): Promise<void> {
  await copyFile(file, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  const { mode, atime, mtime } = await stat(file);
  await chmod(target, mode & 0o777);
  await utimes(target, atime, mtime);
  const handle = await open(target, 'r');
  await handle.sync().finally(() => handle.close());
}

/** From another disk. */
async function copyBack(original: string, file: string): Promise<void> {
  const source = fileSource(original);
  const sink: FileSink = fileSink(file, { like: original });
  try {
    for await (const bytes of sourceStream(source)) await sink.write(bytes);
    await sink.commit();
  } catch (error) {
    await sink.abort();
    throw error;
  } finally {
    await source.close();
  }
}

async function inFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new CannotWrite(`The originals cannot be kept in ${basename(folder)}.`, { where: { file: folder }, cause });
  }
}

function cannotPutBack(file: string, cause: unknown): CannotWrite {
  return new CannotWrite('The original cannot be put back.', { where: { file }, cause });
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
