import { fileSource, type ByteSource } from '@rightsmith/core';

/** Opens a file for `work`, and gives back the amount of work that was. */
export async function withSource(
  path: string,
  amount: number,
  work: (source: ByteSource) => Promise<unknown>,
): Promise<number> {
  const source = fileSource(path);
  try {
    await work(source);
    return amount;
  } finally {
    await source.close();
  }
}
