import { loadKoffi } from '../library/koffi.js';

/** An event the library watches while it works. */
export interface CancelEvent {
  readonly handle: bigint;
  /** Ends the calls that watch it. */
  set(): void;
  /** After the last call that got it. */
  close(): void;
}

/** Makes {@link CancelEvent}s in the caller's thread: that of the library is busy when one is set. */
export type MakeCancelEvent = () => CancelEvent;

/** Windows' own events; elsewhere those that a library for tests brings. */
export async function cancelEvents(libraryPath: string): Promise<MakeCancelEvent | undefined> {
  const koffi = await loadKoffi();
  if (koffi === undefined) return undefined;
  const library = koffi.load(process.platform === 'win32' ? 'kernel32.dll' : libraryPath);
  const create = library.func('__stdcall', 'CreateEventW', 'void *', ['void *', 'int32_t', 'int32_t', 'char16_t *']);
  const set = library.func('__stdcall', 'SetEvent', 'int32_t', ['void *']);
  const close = library.func('__stdcall', 'CloseHandle', 'int32_t', ['void *']);
  return () => {
    const stayingSet = 1;
    const handle = create(null, stayingSet, 0, null) as bigint;
    return {
      handle,
      set: () => {
        set(handle);
      },
      close: () => {
        close(handle);
      },
    };
  };
}
