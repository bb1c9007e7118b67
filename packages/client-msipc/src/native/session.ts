import { featuresOf } from '../abi/features.js';
import { HRESULT } from '../abi/constants.js';
import { HresultFailure } from '../library/hresult-failure.js';
import type { Koffi } from '../library/koffi.js';
import { openLibrary, type Library } from '../library/library.js';
import type { OpenCall, Opened, OperationName, Operations } from '../thread/messages.js';
import { accessCheck, acquire } from './acquire.js';
import { decryptItems, decryptRun, encryptItems, encryptRun } from './crypt.js';
import { setUp, shutDown } from './environment.js';
import { Keys } from './keys.js';
import { publish } from './publish.js';
import { register } from './register.js';
import { SpareMemory } from './spare-memory.js';
import { listIssuers, listTemplates } from './templates.js';

type Handlers = { readonly [Name in OperationName]: (call: Operations[Name]['call']) => Operations[Name]['answer'] };

/** Everything the thread of the library does, once `open` has been asked for. */
export function createSession(koffi: Koffi): Handlers {
  let open: { readonly library: Library; readonly keys: Keys } | undefined;
  const spare = new SpareMemory();
  const opened = (): { readonly library: Library; readonly keys: Keys } => {
    if (open === undefined) throw new Error('The library is not open.');
    return open;
  };
  const withKey = <T>(key: number, work: (library: Library, handle: bigint) => T): T => {
    const { library, keys } = opened();
    return work(library, keys.get(key));
  };
  return {
    open: (call) => {
      const library = openLibrary(koffi, call.library);
      open = { library, keys: new Keys(library) };
      return setUpAndDescribe(library, call);
    },
    templates: (call) => listTemplates(opened().library, call),
    issuers: (call) => listIssuers(opened().library, call),
    publish: (call) => publish(opened().library, opened().keys, call),
    acquire: (call) => acquire(opened().library, opened().keys, call),
    register: (call) => {
      register(opened().library, call);
    },
    accessCheck: ({ key, right }) => withKey(key, (library, handle) => accessCheck(library, handle, right)),
    encrypt: (call) => withKey(call.key, (library, handle) => encryptRun(library, handle, call, spare)),
    decrypt: (call) => withKey(call.key, (library, handle) => decryptRun(library, handle, call, spare)),
    encryptItems: (call) => withKey(call.key, (library, handle) => encryptItems(library, handle, call)),
    decryptItems: (call) => withKey(call.key, (library, handle) => decryptItems(library, handle, call)),
    closeKey: ({ key }) => {
      opened().keys.close(key);
    },
    protectWindow: (call) => {
      protectWindow(opened().library, call);
    },
    close: () => {
      open?.keys.closeAll();
      if (open !== undefined) shutDown(open.library);
      open = undefined;
    },
  };
}

function setUpAndDescribe(library: Library, call: OpenCall): Opened {
  setUp(library, call);
  return { path: library.path, version: library.version, features: featuresOf((name) => library.has(name)) };
}

/** A window that is protected already is as it should be; rms-client-features.md ENF-9. */
function protectWindow(library: Library, { window, protect }: Operations['protectWindow']['call']): void {
  const name = protect ? 'IpcProtectWindow' : 'IpcUnprotectWindow';
  try {
    library.call(name, window);
  } catch (error) {
    if (!(error instanceof HresultFailure) || error.hresult !== HRESULT.propertyAlreadySet) throw error;
  }
}
