import { formatModule } from '@rightsmith/core/container';
import { pfile } from './pfile.js';

/** Adds PFILE to an inversify container. Apart from the package's main entry, because inversify is slow to load. */
export const pfileModule: ReturnType<typeof formatModule> = formatModule(pfile);
