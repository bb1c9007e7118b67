import { open } from 'node:fs/promises';

/** New names in a folder survive a power failure once it is flushed. Systems that cannot do that do without. */
export async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
