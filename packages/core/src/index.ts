// errors, warnings, types
export {
  Aborted,
  AccessDenied,
  AlreadyProtected,
  CannotRead,
  CannotWrite,
  CorruptFile,
  ERROR_CODES,
  Expired,
  InternalError,
  LimitReached,
  NetworkError,
  NotProtected,
  NotSupportedByClient,
  OutputExists,
  Revoked,
  RightsmithError,
  ServiceError,
  SignInNeeded,
  SomeFailed,
  Tampered,
  TemplateArchived,
  TemplateNotFound,
  Throttled,
  UnsupportedFormat,
  UsageError,
  throwIfAborted,
} from './errors.js';
export type { ErrorCode, ErrorDetails, UnsupportedReason, Where } from './errors.js';
export { ERROR_FACTS, errorData, errorFromData } from './error-data.js';
export type { ErrorData } from './error-data.js';
export { WARNINGS } from './warnings.js';
export type { Warning, WarningCode } from './warnings.js';
export { silentLogger, systemClock, systemRandom } from './defaults.js';
export type { Clock, JsonObject, JsonValue, Logger, RandomSource, StringMap } from './types.js';

// bytes
export { blobSource } from './bytes/blob-source.js';
export { budgetSource } from './bytes/budget-source.js';
export { bytesSource } from './bytes/bytes-source.js';
export { copySource } from './bytes/copy-source.js';
export { countingSink } from './bytes/counting-sink.js';
export { fileSink } from './bytes/file-sink.js';
export type { FileModel, FileSinkOptions, FileTarget } from './bytes/file-placement.js';
export { fileSource } from './bytes/file-source.js';
export type { FileSourceOptions } from './bytes/file-source.js';
export { readFailure, systemErrorCode, writeFailure } from './bytes/file-system-errors.js';
export { DEFAULT_LIMITS } from './bytes/limits.js';
export type { Limits } from './bytes/limits.js';
export { memorySink } from './bytes/memory-sink.js';
export type { RunOptions } from './bytes/pump.js';
export type { RunPool } from './bytes/run-pool.js';
export { rangeSource } from './bytes/range-source.js';
export type { RangeReader } from './bytes/range-source.js';
export { Quickness, quickOrBeside } from './bytes/quick-or-beside.js';
export { readExactly } from './bytes/read-exactly.js';
export { discardStagedFile, flushFolder, placeStagedFile, stagedFileSink } from './bytes/staged-file.js';
export type { StagedFile, StagedFileOptions, StagedFileSink } from './bytes/staged-file.js';
export type { ByteSink, FileSink, MemorySink, ReadableSink, Spool } from './bytes/sink.js';
export { sliceSource } from './bytes/slice-source.js';
export { sourceStream } from './bytes/source-stream.js';
export type { ByteSource, FileRange } from './bytes/source.js';
export { createSpool } from './bytes/spool.js';
export type { SpoolOptions } from './bytes/spool.js';
export { streamSink } from './bytes/stream-sink.js';
export type { ByteStream } from './bytes/stream-chunks.js';
export { streamSource } from './bytes/stream-source.js';
export type { StreamSourceOptions } from './bytes/stream-source.js';
export { isTemporaryFileName, sweepTemporaryFiles } from './bytes/temporary-file.js';
export { withinAny } from './bytes/within.js';
export { isProcessAlive } from './bytes/process-alive.js';
export { changedMeanwhile, fileIdentity, isUnchanged } from './bytes/file-identity.js';
export type { FileIdentity } from './bytes/file-identity.js';
export { writeBehind } from './bytes/write-behind.js';

// cipher
export { createContentCipher } from './cipher/aes-content-cipher.js';
export type { ContentCipherOptions } from './cipher/aes-content-cipher.js';
export { decryptContent, encryptContent, runPool } from './cipher/content.js';
export { decryptedSource, plainLength } from './cipher/decrypted-source.js';
export { CIPHER_MODES, cipherModeByServiceName } from './cipher/modes.js';
export { cipherLength } from './cipher/sizes.js';
export type { CipherMode, ContentCipher, Direction } from './cipher/content-cipher.js';
export type { ContentOptions, DecryptOptions, EncryptOptions } from './cipher/content.js';
export type { ContentEnd, ContentRange } from './cipher/decrypted-source.js';
export type { CipherModeFacts } from './cipher/modes.js';

// rights
export {
  checkApplicationData,
  checkNames,
  checkPolicy,
  normalizeReferral,
  wholeMinute,
} from './rights/check-policy.js';
export { chooseName, languageId } from './rights/choose-name.js';
export { LANGUAGE_IDS } from './rights/language-ids.js';
export { allows, decideRight, evaluateAccess } from './rights/evaluate.js';
export type { Access, AccessQuestion, AccessReason, Decision } from './rights/evaluate.js';
export { OWNER_RIGHT, RIGHTS, allowsRight, knownRight, normalizeRight } from './rights/rights.js';
export type { Right } from './rights/rights.js';
export { ROLES, doNotForward, encryptOnly, findRole, grantsForRole } from './rights/roles.js';
export type { Role } from './rights/roles.js';
export { foldAddress, isOwner, meansIdentity, parseUser } from './rights/users.js';
export type { Identity, User } from './rights/users.js';
export type { CustomPolicy, Grant, Label, LocalizedName, Policy, Template, ValidityPeriod } from './rights/policy.js';

export { DEFAULT_OFFLINE_DAYS, decideUse, offlineDaysFor } from './rights/decide-use.js';
export type { UseDecision, UseQuestion, UseReason } from './rights/decide-use.js';
export { changePolicy } from './rights/change-policy.js';
export type { PolicyChange } from './rights/change-policy.js';
export { grantedRights, policyDifference } from './rights/policy-difference.js';
export type { ChangedMember, GrantedRight, PolicyDifference } from './rights/policy-difference.js';

// license: reading
export { splitBlocks } from './license/blocks.js';
export type { LicenseBlock } from './license/blocks.js';
export type { DistributionPoint, LicensedWork, TimeRange } from './license/body-facts.js';
export { readCertificate } from './license/certificate.js';
export type {
  CertificateKind,
  CertificatePrincipal,
  CertifiedRight,
  LicenseCertificate,
} from './license/certificate.js';
export type { ChainLink, ChainState } from './license/chain.js';
export type { LicenseDescriptor } from './license/descriptor.js';
export { decodeLicense, encodeLicense } from './license/encoding.js';
export type { DecodedLicense, LicenseEncoding } from './license/encoding.js';
export { decodeBase64, encodeBase64 } from './license/base64.js';
export { bracedGuid, normalizeGuid } from './license/guid.js';
export { labelsFromProperties } from './license/label-properties.js';
export type { KeyHolder, LicenseAddress, LicenseParty, SealedKey } from './license/parties.js';
export { findPublicKey, fromKeyObject, publicKeyXml, readPublicKey, toKeyObject } from './license/public-key.js';
export type { LicensePublicKey } from './license/public-key.js';
export { PUBLISHED_BY } from './license/published-by.js';
export { readPublishingLicense } from './license/publishing-license.js';
export type { LicensePrincipal, PublishingLicense } from './license/publishing-license.js';
export { verifyBlock } from './license/signature.js';
export type { BlockSignature, DigestAlgorithm } from './license/signature.js';
export { formatTime, parseTime } from './license/times.js';
export { verificationFailure, verifyBlocks, verifyLicense } from './license/verify.js';
export type { BlockReport, LicenseReport } from './license/verify.js';
export { parseXml } from './license/xml.js';
export type { XmlElement } from './license/xml.js';
export { labelsInXmp } from './license/xmp-labels.js';

// license: writing
export { readRightsData } from './license/read-rights-data.js';
export type { RightsData } from './license/read-rights-data.js';
export { decryptRightsData, encryptRightsData } from './license/rights-data-cipher.js';
export { openSealedKey, openSealedKeyBeside, rsaDecrypter, sealContentKey } from './license/sealed-key.js';
export type { DecryptBlock } from './license/sealed-key.js';
export type { OpenInput, OpenedKey, SealInput } from './license/sealed-key.js';
export type { HeadedKey } from './license/key-header.js';
export { rsaSigner } from './license/sign-body.js';
export type { SignMessage } from './license/sign-body.js';
export { issuedPrincipalsXml, licensingUrl } from './license/write-elements.js';
export type { DescriptorInput, Licensor } from './license/write-elements.js';
export { writeOfficialTemplate } from './license/write-official-template.js';
export { writePublishingLicense } from './license/write-publishing-license.js';
export type { PublishingLicenseInput } from './license/write-publishing-license.js';
export { writeRightsData } from './license/write-rights-data.js';
export type { RightsDataInput } from './license/write-rights-data.js';

// format
export { defaultFormatContext } from './format/default-context.js';
export { loadOnce } from './format/load-once.js';
export { FormatRegistry } from './format/registry.js';
export type { DetectedFormat, RegistryOptions, Vote } from './format/registry.js';
export type {
  ContainedFile,
  ContainerFacts,
  Detection,
  Envelope,
  FormatContext,
  FormatHandler,
  FormatInfo,
  NamingRule,
  Obstacle,
} from './format/format-handler.js';

// vault
export { openPassphraseSeal, sealWithPassphrase } from './vault/passphrase-seal.js';
export type { PassphraseCost, PassphraseSeal } from './vault/passphrase-seal.js';
export { openVault, readVaultFile, writeVaultFile } from './vault/vault.js';
export type { Vault, VaultOptions } from './vault/vault.js';

// client
export type {
  AccessReading,
  DocumentAccess,
  DocumentAccesses,
  DocumentOptions,
  NewTemplate,
  RevocationChange,
  RmsAdministration,
} from './client/administration.js';
export { cachedClient } from './client/cached-client.js';
export type { CachedClientOptions } from './client/cached-client.js';
export { fileLicenseStore } from './client/file-license-store.js';
export { memoryLicenseStore } from './client/license-store.js';
export type { KeptLicense, LicenseStore } from './client/license-store.js';
export { parseUseLicenseJson } from './client/use-license-json.js';
export { createUseLicense, useLicenseWith } from './client/use-license.js';
export type { UseLicenseInput } from './client/use-license.js';
export type {
  AccessPurpose,
  ClientContext,
  ClientInfo,
  Issuer,
  Publication,
  PublishRequest,
  RmsClient,
  TemplateSummary,
  Tracking,
  UseLicense,
} from './client/rms-client.js';

// engine
export { RightsEngine } from './engine/engine.js';
export type { EngineOptions } from './engine/engine.js';
export type { InspectOptions, InspectResult, Inspection } from './engine/inspect.js';
export type { InspectedChild, Insides, InspectTreeResult } from './engine/inspect-tree.js';
export type { BlockFacts, LicenseFacts } from './engine/license-facts.js';
export type { OpenedContent } from './engine/open.js';
export { protectedName, unprotectedName } from './engine/output-name.js';
export type { NameStyle } from './engine/output-name.js';
export type { Output } from './engine/output.js';
export type { ProtectRequest, ProtectResult } from './engine/protect.js';
export type { FileHint } from './engine/protected-file.js';
export type { CurrentRights, NewPolicy, RepublishRequest } from './engine/republish-plan.js';
export type { RepublishPreview, RepublishResult } from './engine/republish.js';
export type { CallOptions } from './engine/run.js';
export type { OpenOptions, UnprotectOptions, UnprotectResult } from './engine/unprotect.js';
export type { VerifyOptions, VerifyResult } from './engine/verify.js';
