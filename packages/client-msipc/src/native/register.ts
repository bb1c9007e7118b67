import { METADATA_PROPERTY } from '../abi/constants.js';
import type { Library } from '../library/library.js';
import { inScope } from '../library/scope.js';
import type { RegisterCall } from '../thread/messages.js';
import { promptArgument } from './prompt.js';
import { bufferArgument, numberArgument, readBuffer, textArgument } from './values.js';

/** Puts tracking metadata into a license of the identity's own and registers it; rms-client-features.md TRK-1 to TRK-3. @throws HresultFailure */
export function register(library: Library, { prompt, license, contentName, notification }: RegisterCall): void {
  inScope(library, (scope) => {
    const context = promptArgument(scope, prompt);
    const buffer = bufferArgument(license);
    const key = scope.handle((out) => {
      library.call('IpcGetKey', buffer, 0, context, null, out);
    });
    const metadata = scope.handle((out) => {
      library.call('IpcCreateLicenseMetadataHandle', buffer, key, null, out);
    });
    const set = (property: number, value: Uint8Array): void => {
      library.call('IpcSetLicenseMetadataProperty', metadata, 0, property, value);
    };
    set(METADATA_PROPERTY.contentName, textArgument(contentName));
    set(METADATA_PROPERTY.notification, numberArgument(notification));
    const block = scope.block((out) => {
      library.call('IpcSerializeLicenseWithMetadata', metadata, null, context, out);
    });
    const noMail = 0;
    library.call('IpcRegisterLicense', bufferArgument(readBuffer(library, block)), null, context, contentName, noMail);
  });
}
