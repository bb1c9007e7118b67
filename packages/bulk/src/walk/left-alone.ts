import { posix } from 'node:path';
import type { SkipReason } from '../plan/skip-reasons.js';

/** Kinds of files that clients leave alone; rms-client-features.md TYPE-8, `tmp` apart. */
const SYSTEM_EXTENSIONS: ReadonlySet<string> = new Set(
  'lnk exe com cmd bat dll ini pst sca drm sys cpl inf drv dat msg msp msi pdb jar'
    .split(' ')
    .map((extension) => `.${extension}`),
);

/** Files that systems keep in folders of people. */
const SYSTEM_NAMES: ReadonlySet<string> = new Set(['thumbs.db', '.ds_store']);

/** Names that Office, LibreOffice and others give to files that are there only while a document is open. */
const TEMPORARY_NAME = /^~\$|^\.~lock\.|\.tmp$/i;

/** Folders of Windows and of programs (TYPE-8): these only in the root of a drive, for elsewhere the names mean anything. */
const SYSTEM_ROOT_FOLDERS: ReadonlySet<string> = new Set([
  'windows',
  'program files',
  'program files (x86)',
  'programdata',
]);

/** Why a file that is to be protected is better left alone; undefined: it is not. */
export function leftAlone(name: string): SkipReason | undefined {
  const folded = name.toLowerCase();
  if (TEMPORARY_NAME.test(folded)) return 'temporary-file';
  if (SYSTEM_NAMES.has(folded) || SYSTEM_EXTENSIONS.has(posix.extname(folded))) return 'system-file';
  return undefined;
}

/** Whether a folder is one of a system or of programs. @param path - absolute */
export function isSystemFolder(path: string): boolean {
  const [, root, name] = /^([a-z]:[\\/])?(?:.*[\\/])?([^\\/]+)$/i.exec(path) ?? [];
  const folded = (name ?? '').toLowerCase();
  const inRoot = root !== undefined && path.length === root.length + folded.length;
  return folded === 'appdata' || (inRoot && SYSTEM_ROOT_FOLDERS.has(folded));
}
