import { dirname, join } from 'node:path';
import { functionArguments, NEEDED_FUNCTIONS, OPTIONAL_FUNCTIONS, type FunctionName } from '../abi/functions.js';
import type { LibraryHandle, TypeObject } from 'koffi';
import { defineStructs, type ListShape, type StructName, type Structs } from '../abi/structs.js';
import { HresultFailure } from './hresult-failure.js';
import type { Koffi } from './koffi.js';
import { locateInstallation, type Installation } from './locate.js';
import { MissingLibrary, NOT_INSTALLED, unusable, WRONG_PLATFORM } from './missing.js';

type NativeFunction = (...values: unknown[]) => unknown;

/** The loaded RMS Client: its functions, every failure of which is thrown, and the layouts of its structures. */
export class Library {
  readonly koffi: Koffi;
  readonly structs: Structs;
  readonly pointers: Structs;
  readonly path: string;
  /** As the registry has it; empty where it was not asked. */
  readonly version: string;
  readonly #functions: ReadonlyMap<FunctionName, NativeFunction>;
  // koffi keeps every type that is ever made, so none may be made for each call.
  readonly #listTypes = new Map<string, ListType>();
  #certificates: CertificateFunctions | undefined;

  constructor(koffi: Koffi, path: string, version: string) {
    this.koffi = koffi;
    this.path = path;
    this.version = version;
    this.structs = defineStructs(koffi);
    this.pointers = Object.fromEntries(
      Object.entries(this.structs).map(([name, type]) => [name, koffi.pointer(type)]),
    ) as Record<StructName, TypeObject>;
    this.#functions = bind(koffi, path, this.structs);
  }

  has(name: FunctionName): boolean {
    return this.#functions.has(name);
  }

  /** Calls a function that returns an HRESULT. @throws HresultFailure with the library's own words */
  call(name: FunctionName, ...values: readonly unknown[]): void {
    const code = this.result(name, ...values);
    if (code >= 0x8000_0000) throw new HresultFailure(name, code, this.#errorText(code));
  }

  /** The HRESULT itself, without a sign. */
  result(name: FunctionName, ...values: readonly unknown[]): number {
    const native = this.#functions.get(name);
    if (native === undefined) throw new HresultFailure(name, 0x8000_4001, 'This version does not have the function.');
    return (native(...values) as number) >>> 0;
  }

  /** A pointer to a list with room for `count` elements or up to twice as many. */
  listType(shape: ListShape, count: number, size: string | undefined): ListType {
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(count, 1)));
    const name = `${shape.list} ${capacity}`;
    const known = this.#listTypes.get(name);
    if (known !== undefined) return known;
    const { koffi, structs } = this;
    const list = koffi.struct({
      ...(size !== undefined && { [size]: 'uint32_t' as const }),
      [shape.counter]: 'uint32_t',
      [shape.elements]: koffi.array(structs[shape.element], capacity),
    });
    const made = { type: koffi.pointer(list), capacity };
    this.#listTypes.set(name, made);
    return made;
  }

  /** Functions of crypt32.dll on Windows. Elsewhere a library for tests brings its own. */
  get certificates(): CertificateFunctions {
    return (this.#certificates ??= bindCertificates(
      this.koffi,
      this.koffi.load(process.platform === 'win32' ? 'crypt32.dll' : this.path),
    ));
  }

  /** Gives a block back. Null is nothing. */
  free(block: bigint | null): void {
    if (block !== null) this.#functions.get('IpcFreeMemory')?.(block);
  }

  #errorText(code: number): string | undefined {
    const out: [bigint | null] = [null];
    // A failure to tell a failure would hide it.
    if (this.result('IpcGetErrorMessageText', code | 0, 0, out) !== 0 || out[0] === null) return undefined;
    try {
      return this.koffi.decode.string16(out[0]).replace(/\s+/g, ' ').trim();
    } finally {
      this.free(out[0]);
    }
  }
}

interface ListType {
  readonly type: TypeObject;
  readonly capacity: number;
}

type CertificateFunctions = Readonly<Record<'open' | 'find' | 'free' | 'close', NativeFunction>>;

function bindCertificates(koffi: Koffi, library: LibraryHandle): CertificateFunctions {
  const blob = koffi.pointer(koffi.struct({ size: 'uint32_t', bytes: 'void *' }));
  const bind = (name: string, result: string, values: Parameters<LibraryHandle['func']>[3]): NativeFunction =>
    library.func('__stdcall', name, result, values) as NativeFunction;
  return {
    open: bind('CertOpenSystemStoreW', 'void *', ['void *', 'char16_t *']),
    find: bind('CertFindCertificateInStore', 'void *', ['void *', 'uint32_t', 'uint32_t', 'uint32_t', blob, 'void *']),
    free: bind('CertFreeCertificateContext', 'int32_t', ['void *']),
    close: bind('CertCloseStore', 'int32_t', ['void *', 'uint32_t']),
  };
}

/** Loads the installed RMS Client, or the library at `path`. @throws MissingLibrary */
export function openLibrary(koffi: Koffi, path: string | undefined): Library {
  if (path !== undefined) return new Library(koffi, path, '');
  if (process.platform !== 'win32') throw new MissingLibrary(WRONG_PLATFORM);
  const installation = locateInstallation(koffi);
  if (installation === undefined) throw new MissingLibrary(NOT_INSTALLED);
  return openInstalled(koffi, installation);
}

function openInstalled(koffi: Koffi, { folder, version }: Installation): Library {
  // It loads libraries of its own by name, later.
  koffi.load('kernel32.dll').func('__stdcall', 'SetDllDirectoryW', 'int32_t', ['char16_t *'])(folder);
  return new Library(koffi, join(folder, 'msipc.dll'), version);
}

function bind(koffi: Koffi, path: string, structs: Structs): ReadonlyMap<FunctionName, NativeFunction> {
  const library = load(koffi, path);
  const values = functionArguments(koffi, structs);
  const functions = new Map<FunctionName, NativeFunction>();
  for (const name of [...NEEDED_FUNCTIONS, ...OPTIONAL_FUNCTIONS]) {
    const result = name === 'IpcFreeMemory' ? 'void' : 'int32_t';
    try {
      functions.set(name, library.func('__stdcall', name, result, [...values[name]]) as NativeFunction);
    } catch {
      // It has no such function; that is asked below and by `has`.
    }
  }
  const lacking = NEEDED_FUNCTIONS.find((name) => !functions.has(name));
  if (lacking !== undefined) throw new MissingLibrary(unusable(path, `it has no function ${lacking}.`));
  return functions;
}

function load(koffi: Koffi, path: string): ReturnType<Koffi['load']> {
  try {
    return koffi.load(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : `${dirname(path)} has none.`;
    throw new MissingLibrary(unusable(path, reason));
  }
}
