/**
 * The names of storages and streams, as Microsoft's programs write them; ooxml-irm.md §2. Some begin with a control
 * character, which is really part of the name.
 */

/** The storage that holds everything about protection. */
export const DATA_SPACES = '\u0006DataSpaces';

/** What is in it, whatever protects the file. */
export const VERSION = 'Version';
export const DATA_SPACE_MAP = 'DataSpaceMap';
export const DATA_SPACE_INFO = 'DataSpaceInfo';
export const TRANSFORM_INFO = 'TransformInfo';

/** The stream of a transform's own data. */
export const PRIMARY = '\u0006Primary';

/** Labels in clear, in {@link TRANSFORM_INFO} beside the transforms. */
export const LABEL_INFO = 'LabelInfo';

/** How the names of cached use licences begin; ooxml-irm.md §6. */
export const USE_LICENSE_PREFIX = 'EUL-';

/** The names that differ between the kinds of document. */
export interface ProtectionNames {
  /** The protected stream, directly under the root. */
  readonly content: string;
  /** The data space it is in. */
  readonly dataSpace: string;
  /** The transform of that data space. */
  readonly transform: string;
}

/** In OOXML documents. */
export const OPC_NAMES: ProtectionNames = {
  content: 'EncryptedPackage',
  dataSpace: 'DRMEncryptedDataSpace',
  transform: 'DRMEncryptedTransform',
};

/** In documents of Word, Excel and PowerPoint 97–2003, and inside `message.rpmsg`. */
export const BINARY_NAMES: ProtectionNames = {
  content: '\tDRMContent',
  dataSpace: '\tDRMDataSpace',
  transform: '\tDRMTransform',
};

/** The rendering for people without Office in old binary documents; never written here. ooxml-irm.md §8.6. */
export const VIEWER_CONTENT = '\tDRMViewerContent';

/** The transform in containers of .NET, by which they are told from those of Office; ooxml-irm.md §2.3. */
export const ENVELOPE_TRANSFORM = 'EncryptionTransform';

/** Beside {@link OPC_NAMES}' content in files that are encrypted with a password. */
export const ENCRYPTION_INFO = 'EncryptionInfo';

/** Whether two names are the same to a compound file. */
export function sameName(one: string, other: string): boolean {
  return one.toUpperCase() === other.toUpperCase();
}
