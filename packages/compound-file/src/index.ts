export { DEFAULT_COMPOUND_LIMITS, openCompoundFile } from './read/open.js';
export { isCompoundFile } from './read/header.js';
export { compoundFileSize, writeCompoundFile } from './write/write.js';
export type { MajorVersion } from './layout.js';
export type { CompoundEntry, CompoundFile, CompoundLimits, CompoundPath, OpenOptions, Strictness } from './types.js';
export type { CompoundInput, PlannedInput, StorageInput, StreamInput, StreamWriter } from './write/inputs.js';
