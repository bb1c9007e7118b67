import type { Koffi } from './koffi.js';

/** An installed RMS Client. */
export interface Installation {
  /** Folder of msipc.dll. */
  readonly folder: string;
  /** As the registry has it; may be empty. */
  readonly version: string;
}

const KEY = 'SOFTWARE\\Microsoft\\MSIPC\\CurrentVersion';
const ROOTS = { machine: 0x8000_0002n, user: 0x8000_0001n } as const;
const RRF_RT_REG_SZ = 2;
const MAXIMUM_CHARACTERS = 32_768;

/** What the registry says about the RMS Client; msipc-abi.md §2, step 1. Undefined where it is not installed. Windows only. */
export function locateInstallation(koffi: Koffi): Installation | undefined {
  return newer(readInstallation(koffi, ROOTS.machine), readInstallation(koffi, ROOTS.user));
}

/** The one with the higher version; the first on a tie or where a version is none. */
export function newer(machine: Installation | undefined, user: Installation | undefined): Installation | undefined {
  if (machine === undefined || user === undefined) return machine ?? user;
  const [one, other] = [versionParts(machine.version), versionParts(user.version)];
  if (one === undefined || other === undefined) return machine;
  for (let part = 0; part < Math.max(one.length, other.length); part++) {
    const difference = (other[part] ?? 0) - (one[part] ?? 0);
    if (difference !== 0) return difference > 0 ? user : machine;
  }
  return machine;
}

function versionParts(version: string): readonly number[] | undefined {
  return /^\d+(\.\d+)*$/.test(version) ? version.split('.').map(Number) : undefined;
}

function readInstallation(koffi: Koffi, root: bigint): Installation | undefined {
  const folder = readText(koffi, root, 'InstallLocation');
  return folder === undefined ? undefined : { folder, version: readText(koffi, root, null) ?? '' };
}

function readText(koffi: Koffi, root: bigint, name: string | null): string | undefined {
  const registry = koffi.load('advapi32.dll');
  const read = registry.func('__stdcall', 'RegGetValueW', 'int32_t', [
    'void *',
    'char16_t *',
    'char16_t *',
    'uint32_t',
    'void *',
    'void *',
    koffi.inout(koffi.pointer('uint32_t')),
  ]);
  const text = Buffer.alloc(MAXIMUM_CHARACTERS * 2);
  const size = [text.length];
  const status = read(root, KEY, name, RRF_RT_REG_SZ, null, text, size) as number;
  if (status !== 0) return undefined;
  return text.toString('utf16le', 0, size[0]).replace(/\0+$/, '');
}
