import { formatModule } from '@rightsmith/core/container';
import { pdf } from './pdf.js';

/** Adds PDF to an inversify container. Apart from the package's main entry, because inversify is slow to load. */
export const pdfModule: ReturnType<typeof formatModule> = formatModule(pdf);
