import { hasAuthority, openAuthority } from '@rightsmith/authority';
import { silentLogger } from '@rightsmith/core';
import { environmentPassphrase } from '../../config/passphrase.js';
import { asRightsmithError } from '../../job/outcome.js';

/** What is found of the authority in a home. */
export interface AuthorityHealth {
  readonly state: 'none' | 'ready' | 'unusable';
  /** How many there are, where the authority is ready. */
  readonly templates?: number;
  /** Sentences. */
  readonly problems: readonly string[];
}

/** Looks at the authority of a home without making one. Opening it checks who may read its key. */
export async function authorityHealth(home: string): Promise<AuthorityHealth> {
  if (!hasAuthority(home)) return { state: 'none', problems: [] };
  const problems: string[] = [];
  const passphrase = environmentPassphrase();
  const logger = { ...silentLogger, warn: (message: string): void => void problems.push(message) };
  try {
    const authority = await openAuthority({ home, logger, ...(passphrase !== undefined && { passphrase }) });
    const templates = (await authority.templates.list()).length;
    await authority.close();
    return { state: 'ready', templates, problems };
  } catch (cause) {
    const { code, message } = asRightsmithError(cause);
    return { state: 'unusable', problems: [...problems, `${message} [${code}]`] };
  }
}
