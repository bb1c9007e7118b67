import { promises } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/** Runs `body` while one operation of the file system fails with a system error, as on a broken disk or a simpler file system. */
export async function failingFileSystem(
  operation: 'link' | 'rename' | 'sync' | undefined,
  code: string,
  body: () => Promise<void>,
): Promise<void> {
  if (operation === undefined) return body();
  const holder: object = operation === 'sync' ? await fileHandlePrototype() : promises;
  const original = Object.getOwnPropertyDescriptor(holder, operation)!;
  const failing = (): Promise<never> => Promise.reject(Object.assign(new Error(`${code}: ${operation}`), { code }));
  Object.defineProperty(holder, operation, { ...original, value: failing });
  syncBuiltinESMExports();
  try {
    await body();
  } finally {
    Object.defineProperty(holder, operation, original);
    syncBuiltinESMExports();
  }
}

async function fileHandlePrototype(): Promise<FileHandle> {
  const handle = await promises.open(import.meta.filename);
  await handle.close();
  return Object.getPrototypeOf(handle) as FileHandle;
}
