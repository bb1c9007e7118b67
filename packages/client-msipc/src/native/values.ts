import { LISTS, type ListShape, type StructName } from '../abi/structs.js';
import type { Library } from '../library/library.js';
import type { Scope } from '../library/scope.js';
import type { NamedValues, ServiceAddress, Term, UserRights } from '../thread/messages.js';

// How values look in the library's memory, both ways.

/** A structure as koffi decodes it. */
type Decoded = Readonly<Record<string, unknown>>;

/** The address of a structure that lives for the call it is given to. */
export function structArgument({ koffi, pointers }: Library, name: StructName, value: object): unknown {
  return koffi.as(value, pointers[name]);
}

/** Text for a parameter that has no type. */
export function textArgument(text: string): Uint8Array {
  return Buffer.from(`${text}\0`, 'utf16le');
}

/** A DWORD or BOOL for a parameter that has no type. */
export function numberArgument(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

export function bufferArgument(bytes: Uint8Array): object {
  return { pvBuffer: bytes, cbBuffer: bytes.length };
}

export function serviceArgument(service: ServiceAddress | undefined): object | null {
  if (service === undefined) return null;
  return { wszExtranetUrl: service.extranet ?? null, wszIntranetUrl: service.intranet ?? null };
}

/** A list of these elements. The size of the declared one, which has one element, is what `cbSize` wants (msipc-abi.md §4). */
export function listArgument(library: Library, shape: ListShape, elements: readonly object[], size?: string): unknown {
  const { koffi, structs } = library;
  const { type, capacity } = library.listType(shape, elements.length, size);
  const filler = Array.from({ length: capacity - elements.length }, () => emptyElement(library, shape.element));
  const value = {
    ...(size !== undefined && { [size]: koffi.sizeof(structs[shape.list]) }),
    [shape.counter]: elements.length,
    [shape.elements]: [...elements, ...filler],
  };
  return koffi.as(value, type);
}

function emptyElement({ koffi, structs }: Library, name: StructName): object {
  return koffi.decode(Buffer.alloc(koffi.sizeof(structs[name])), structs[name]) as object;
}

export function nameValuesArgument(library: Library, values: NamedValues): unknown {
  const elements = values.map(([wszName, wszValue]) => ({ wszName, lcid: 0, wszValue }));
  return listArgument(library, LISTS.nameValues, elements);
}

export function userRightsArgument(library: Library, entries: readonly UserRights[]): unknown {
  const { koffi } = library;
  const elements = entries.map(({ type, id, rights }) => ({
    User: { dwType: type, wszID: id },
    cRights: rights.length,
    rgwszRights: koffi.as([...rights], 'char16_t **'),
  }));
  return listArgument(library, LISTS.userRights, elements, 'cbSize');
}

export function termArgument(library: Library, { start, duration }: Term): unknown {
  const ftStart = { low: Number(start & 0xffff_ffffn), high: Number(start >> 32n) };
  return structArgument(library, 'IPC_TERM', { ftStart, qwDuration: duration });
}

export function readStruct({ koffi, structs }: Library, address: bigint, name: StructName): object {
  return koffi.decode(address, structs[name]) as object;
}

/** Elements of a list in a block. Addressed one by one: the declared structure has room for one. */
export function readList({ koffi, structs }: Library, address: bigint, shape: ListShape): Decoded[] {
  const list = structs[shape.list];
  const element = structs[shape.element];
  const count = koffi.decode(address, koffi.offsetof(list, shape.counter), 'uint32_t') as number;
  const start = koffi.offsetof(list, shape.elements);
  return Array.from(
    { length: count },
    (_, index) => koffi.decode(address, start + index * koffi.sizeof(element), element) as Decoded,
  );
}

/** Where element `index` of a list lies. */
export function elementAddress({ koffi, structs }: Library, address: bigint, shape: ListShape, index: number): bigint {
  const start = koffi.offsetof(structs[shape.list], shape.elements);
  return address + BigInt(start + index * koffi.sizeof(structs[shape.element]));
}

export function readText({ koffi }: Library, address: bigint): string {
  return koffi.decode.string16(address);
}

export function readNumber({ koffi }: Library, address: bigint): number {
  return koffi.decode.uint32(address);
}

/** A copy of the bytes an IPC_BUFFER in a block refers to. */
export function readBuffer(library: Library, address: bigint): Uint8Array {
  const { pvBuffer, cbBuffer } = readStruct(library, address, 'IPC_BUFFER') as {
    readonly pvBuffer: bigint | null;
    readonly cbBuffer: number;
  };
  return pvBuffer === null ? new Uint8Array() : new Uint8Array(library.koffi.view(pvBuffer, cbBuffer)).slice();
}

export function readNameValues(library: Library, address: bigint): NamedValues {
  return readList(library, address, LISTS.nameValues).map(({ wszName, wszValue }) => [text(wszName), text(wszValue)]);
}

export function readUserRights(library: Library, address: bigint): UserRights[] {
  const { koffi } = library;
  return readList(library, address, LISTS.userRights).map((entry) => {
    const { User, cRights, rgwszRights } = entry as {
      readonly User: { readonly dwType: number; readonly wszID: string | null };
      readonly cRights: number;
      readonly rgwszRights: bigint | null;
    };
    const texts = Array.from({ length: rgwszRights === null ? 0 : cRights }, (_, index) =>
      text(koffi.decode(rgwszRights, index * koffi.sizeof('void *'), 'char16_t *')),
    );
    return { type: User.dwType, id: text(User.wszID), rights: texts };
  });
}

export function readTerm(library: Library, address: bigint): Term {
  const { ftStart, qwDuration } = readStruct(library, address, 'IPC_TERM') as {
    readonly ftStart: { readonly low: number; readonly high: number };
    readonly qwDuration: number | bigint;
  };
  return { start: (BigInt(ftStart.high) << 32n) | BigInt(ftStart.low), duration: BigInt(qwDuration) };
}

/** A text the library may have left out. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Reads a block and gives it back at the end of the scope. */
export function fromBlock<T>(
  scope: Scope,
  call: (out: [bigint | null]) => void,
  read: (library: Library, address: bigint) => T,
): T {
  return read(scope.library, scope.block(call));
}
