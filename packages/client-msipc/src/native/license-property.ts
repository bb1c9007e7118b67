import { HresultFailure } from '../library/hresult-failure.js';
import type { Library } from '../library/library.js';
import { inScope, type Out } from '../library/scope.js';
import { bufferArgument, fromBlock } from './values.js';

/** Reads one property. Undefined where the library refuses with one of the HRESULTs in `absent`; null stands for any. */
export type ReadProperty = <T>(
  id: number,
  read: (library: Library, address: bigint) => T,
  absent?: readonly number[] | null,
) => T | undefined;

/** The properties of a serialized license; without a key only those that anybody may read. */
export function serializedProperties(library: Library, license: Uint8Array, key: bigint | null): ReadProperty {
  const buffer = bufferArgument(license);
  return propertyReader(library, (id, out) => {
    library.call('IpcGetSerializedLicenseProperty', buffer, id, key, 0, out);
  });
}

/** The properties of a license handle. */
export function handleProperties(library: Library, license: bigint): ReadProperty {
  return propertyReader(library, (id, out) => {
    library.call('IpcGetLicenseProperty', license, id, 0, out);
  });
}

/** The properties of a key. */
export function keyProperties(library: Library, key: bigint): ReadProperty {
  return propertyReader(library, (id, out) => {
    library.call('IpcGetKeyProperty', key, id, null, out);
  });
}

function propertyReader(library: Library, ask: (id: number, out: Out) => void): ReadProperty {
  return (id, read, absent = []) => {
    try {
      return inScope(library, (scope) =>
        fromBlock(
          scope,
          (out) => {
            ask(id, out);
          },
          read,
        ),
      );
    } catch (error) {
      if (error instanceof HresultFailure && (absent?.includes(error.hresult) ?? true)) return undefined;
      throw error;
    }
  };
}
