export { pdf } from './pdf.js';
export type { PdfOptions } from './options.js';
