import { posix } from 'node:path';
import type { ByteSource } from '@rightsmith/core';
import { OFFICE_EXTENSIONS } from './recognize/office-types.js';

/** Bytes at the start of every ZIP file that has entries. */
export const ZIP_SIGNATURE: readonly number[] = [0x50, 0x4b, 0x03, 0x04];

/** Bytes at the start of `message.rpmsg`; rpmsg.md §2. */
export const MAIL_SIGNATURE: readonly number[] = [0x76, 0xe8, 0x04, 0x60, 0xc4, 0x11, 0xe3, 0x86];

/** Bytes at the start of every compound file. */
const COMPOUND_FILE_SIGNATURE: readonly number[] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/** Whether the first bytes or the name of a file are those of an Office document or its mail: to tell for sure takes much more. */
export async function mayBeOffice(source: ByteSource, name: string): Promise<boolean> {
  if (OFFICE_EXTENSIONS.includes(posix.extname(name).toLowerCase())) return true;
  const head = await source.read(0, COMPOUND_FILE_SIGNATURE.length);
  return [ZIP_SIGNATURE, MAIL_SIGNATURE, COMPOUND_FILE_SIGNATURE].some((signature) =>
    signature.every((byte, index) => head[index] === byte),
  );
}
