export { readViewerContent } from './binary/viewer-content.js';
export { ooxml } from './ooxml.js';
