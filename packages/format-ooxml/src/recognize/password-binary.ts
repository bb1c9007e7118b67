import type { CompoundFile } from '@rightsmith/compound-file';
import { CorruptFile } from '@rightsmith/core';
import { FieldReader } from '../data-spaces/fields.js';
import { readCryptoApi, readRc4, verifies } from './built-in-password-rc4.js';
import { BUILT_IN_PASSWORD } from './built-in-password.js';
import type { BinaryApplication } from './office-types.js';
import type { PasswordScheme } from './password-scheme.js';
import type { PasswordProtected } from './recognition.js';

/** The file information block of Word: its flags and where they stand; MS-DOC §2.5.2. */
const WORD_FLAGS = { offset: 0x0a, encrypted: 0x0100, table1: 0x0200, obfuscated: 0x8000 } as const;

/** Where the block tells the version of Word, and the first that knows RC4: 97. */
const WORD_VERSION = { offset: 0x02, first: 0xc1 } as const;

/** BIFF records of Excel; MS-XLS §2.3. */
const EXCEL_RECORDS = { beginOfFile: 0x0809, filePass: 0x2f } as const;
const OLD_FILE_PASS_BYTES = 4;

/** `FilePass` follows the beginning directly, or behind a record or two. */
const MOST_EXCEL_RECORDS = 16;

/** The atom of PowerPoint that tells an encrypted document from others; MS-PPT §2.3.2. */
const POWERPOINT_TOKEN = { offset: 12, encrypted: 0xf3d1c4df } as const;

/** Bytes of any of these structures that are looked at. */
const HEAD_BYTES = 4096;

/** What a scheme's finder learns. */
type Finding = Pick<PasswordProtected, 'scheme' | 'isBuiltInPassword'> | undefined;

/**
 * Says how a document of Office 97–2003 is encrypted with a password; undefined where it is not.
 *
 * @throws CorruptFile
 */
export async function recognizeBinaryPassword(
  file: CompoundFile,
  application: BinaryApplication,
): Promise<PasswordProtected | undefined> {
  const finding = await FINDERS[application](file);
  return finding && { kind: 'password', application, ...finding };
}

const FINDERS: Readonly<Record<BinaryApplication, (file: CompoundFile) => Promise<Finding>>> = {
  Word: findInWord,
  Excel: findInExcel,
  PowerPoint: findInPowerPoint,
};

async function findInWord(file: CompoundFile): Promise<Finding> {
  const information = await headOf(file, 'WordDocument');
  const flags = information.uint16(WORD_FLAGS.offset);
  if ((flags & WORD_FLAGS.encrypted) === 0) return undefined;
  const isOld = information.uint16(WORD_VERSION.offset) < WORD_VERSION.first;
  if (isOld || (flags & WORD_FLAGS.obfuscated) !== 0) return notBuiltIn('xor');
  const table = await headOf(file, (flags & WORD_FLAGS.table1) === 0 ? '0Table' : '1Table');
  return notBuiltIn(rc4Scheme(table.uint16(0)));
}

async function findInExcel(file: CompoundFile): Promise<Finding> {
  const workbook = await headOf(file, file.find(['Workbook']) === undefined ? 'Book' : 'Workbook');
  let offset = 0;
  for (let record = 0; record < MOST_EXCEL_RECORDS; record += 1) {
    const type = workbook.uint16(offset);
    if (record === 0 && type !== EXCEL_RECORDS.beginOfFile) return undefined;
    if (type === EXCEL_RECORDS.filePass) return readFilePass(workbook, offset);
    offset += 4 + workbook.uint16(offset + 2);
  }
  return undefined;
}

/** MS-XLS §2.4.117. Before Excel 97 the record is of four bytes, key and verifier: there is nothing but XOR yet. */
function readFilePass(workbook: Head, record: number): Finding {
  const data = record + 4;
  const length = workbook.uint16(record + 2);
  const isOld = length === OLD_FILE_PASS_BYTES;
  if (!isOld && workbook.uint16(data) !== 0) return readRc4FilePass(workbook.bytes(data + 2, length - 2));
  const verifier = workbook.uint16(data + (isOld ? 2 : 4));
  return { scheme: 'xor', isBuiltInPassword: verifier === obfuscationVerifier(BUILT_IN_PASSWORD) };
}

/** What cannot be made out is not the built-in password: that the file needs one is certain anyway. */
function readRc4FilePass(bytes: Uint8Array): Finding {
  const scheme = rc4Scheme(bytes[0] ?? 0);
  if (scheme === 'unknown') return notBuiltIn(scheme);
  try {
    const reader = new FieldReader(bytes, 'FilePass');
    reader.version();
    const read = scheme === 'rc4' ? readRc4 : readCryptoApi;
    return { scheme, isBuiltInPassword: verifies(read(reader, BUILT_IN_PASSWORD)) };
  } catch (error) {
    if (error instanceof CorruptFile) return notBuiltIn(scheme);
    throw error;
  }
}

async function findInPowerPoint(file: CompoundFile): Promise<Finding> {
  const atom = await headOf(file, 'Current User');
  const { offset, encrypted } = POWERPOINT_TOKEN;
  return atom.uint16(offset) + atom.uint16(offset + 2) * 0x1_0000 === encrypted
    ? notBuiltIn('rc4-cryptoapi')
    : undefined;
}

/** By the major version of the encryption header; MS-OFFCRYPTO §2.3.5 and §2.3.6. */
function rc4Scheme(majorVersion: number): PasswordScheme {
  if (majorVersion === 1) return 'rc4';
  return majorVersion >= 2 && majorVersion <= 4 ? 'rc4-cryptoapi' : 'unknown';
}

function notBuiltIn(scheme: PasswordScheme): Finding {
  return { scheme, isBuiltInPassword: false };
}

/** The 16 bits by which XOR obfuscation checks a password; MS-OFFCRYPTO §2.3.7.1. No secret can be had from them. */
function obfuscationVerifier(password: string): number {
  const bytes = [password.length, ...Buffer.from(password, 'latin1')].toReversed();
  const rotated = bytes.reduce((sum, byte) => (((sum << 1) & 0x7fff) | (sum >> 14)) ^ byte, 0);
  return rotated ^ 0xce4b;
}

/** The beginning of a stream; behind its end, and where it is missing, are zeros. */
interface Head {
  uint16(offset: number): number;
  /** Fewer where the head ends. */
  bytes(offset: number, length: number): Uint8Array;
}

async function headOf(file: CompoundFile, stream: string): Promise<Head> {
  const isThere = file.find([stream])?.kind === 'stream';
  const bytes = isThere ? await (await file.openStream([stream])).read(0, HEAD_BYTES) : new Uint8Array();
  return {
    uint16: (offset) => (bytes[offset] ?? 0) + (bytes[offset + 1] ?? 0) * 0x100,
    bytes: (offset, length) => bytes.subarray(offset, offset + length),
  };
}
