import { API_MODE, GLOBAL_PROPERTY, HRESULT } from '../abi/constants.js';
import { HresultFailure } from '../library/hresult-failure.js';
import type { Library } from '../library/library.js';
import { inScope } from '../library/scope.js';
import type { OpenCall } from '../thread/messages.js';
import { fromBlock, numberArgument, readNumber, structArgument, textArgument } from './values.js';

/** Sets up the process: environment, then mode, application and store (msipc-abi.md §2, steps 4 and 5). @throws HresultFailure */
export function setUp(library: Library, { mode, storeName, application }: OpenCall): void {
  if (library.has('IpcInitializeEnvironment')) {
    const code = library.result('IpcInitializeEnvironment');
    if (code !== 0 && code !== HRESULT.alreadyInitialized) throw new HresultFailure('IpcInitializeEnvironment', code);
  }
  setMode(library, mode);
  if (application !== undefined) {
    const cbSize = library.koffi.sizeof(library.structs.IPC_AAD_APPLICATION_ID);
    const id = { cbSize, wszClientId: application.clientId, wszRedirectUri: application.redirectUri };
    setOnce(library, GLOBAL_PROPERTY.application, structArgument(library, 'IPC_AAD_APPLICATION_ID', id));
  }
  if (storeName !== undefined) setOnce(library, GLOBAL_PROPERTY.storeName, textArgument(storeName));
}

/** Shuts down what {@link setUp} began. */
export function shutDown(library: Library): void {
  if (library.has('IpcUninitializeEnvironment')) library.result('IpcUninitializeEnvironment');
}

/** The default mode needs no setting. One that was set before is only a problem when it is the other. */
function setMode(library: Library, mode: number): void {
  if (mode !== API_MODE.client) setOnce(library, GLOBAL_PROPERTY.mode, numberArgument(mode));
  if (readMode(library) !== mode) throw new HresultFailure('IpcSetGlobalProperty', HRESULT.propertyAlreadySet);
}

function readMode(library: Library): number {
  return inScope(library, (scope) =>
    fromBlock(
      scope,
      (out) => {
        library.call('IpcGetGlobalProperty', GLOBAL_PROPERTY.mode, out);
      },
      readNumber,
    ),
  );
}

function setOnce(library: Library, property: number, value: unknown): void {
  const code = library.result('IpcSetGlobalProperty', property, value);
  if (code !== 0 && code !== HRESULT.propertyAlreadySet) throw new HresultFailure('IpcSetGlobalProperty', code);
}
