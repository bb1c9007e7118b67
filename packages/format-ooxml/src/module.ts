import { formatModule } from '@rightsmith/core/container';
import { ooxml } from './ooxml.js';

/** Adds Office documents to an inversify container. Apart from the package's main entry, because inversify is slow to load. */
export const ooxmlModule: ReturnType<typeof formatModule> = formatModule(ooxml);
