// loading
export { builtIn, combineFormats } from './load/combine-formats.js';
export { PLUGIN_KEYWORD } from './load/locate-plugin.js';
export type { LookupFolders } from './load/locate-plugin.js';
export { loadFormat } from './load/load-format.js';
export type { FormatOrigin, FormatRequest, Isolation, LoadedFormat, LoadOptions } from './load/load-format.js';
export type { FormatFactory } from './load/choose-factory.js';

// isolation
export { DEFAULT_ISOLATION_LIMITS } from './isolated/isolation-limits.js';
export type { IsolationLimits } from './isolated/isolation-limits.js';
