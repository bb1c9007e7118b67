export { openZip, isZip } from './zip/zip-archive.js';
export type { ZipArchive, ZipContext, ZipEntry, ZipOptions } from './zip/zip-archive.js';
