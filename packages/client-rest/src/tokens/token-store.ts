import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotWrite, CorruptFile, readVaultFile, writeVaultFile, type Vault } from '@rightsmith/core';
import { z } from 'zod';
import type { IdentityProvider, Tokens } from './identity-provider.js';

/** Where the tokens of one sign-in are kept. */
export interface TokenStore {
  load(): Promise<Tokens | undefined>;
  save(tokens: Tokens): Promise<void>;
  /** Whether there were any. */
  remove(): Promise<boolean>;
}

const TOKENS: z.ZodType<Tokens> = z.object({
  accessToken: z.string(),
  expiresAt: z.number().exactOptional(),
  refreshToken: z.string().exactOptional(),
});

/** A store for as long as the process lives. */
export function memoryTokenStore(): TokenStore {
  let kept: Tokens | undefined;
  return {
    load: () => Promise.resolve(kept),
    save: (tokens) => {
      kept = tokens;
      return Promise.resolve();
    },
    remove: () => {
      const was = kept !== undefined;
      kept = undefined;
      return Promise.resolve(was);
    },
  };
}

/** The name of the file that the tokens of a sign-in are in: one a provider, program, audience and identity. */
export function tokenFile(folder: string, { issuer, clientId, audience = '' }: IdentityProvider, user: string): string {
  const name = createHash('sha256').update([issuer, clientId, audience, user.toLowerCase()].join('\n')).digest('hex');
  return join(folder, `${name.slice(0, 32)}.tokens`);
}

/** A store in the file `path`, encrypted in the vault, which is opened when it is needed. */
export function fileTokenStore(path: string, vault: () => Promise<Vault>): TokenStore {
  return {
    load: async () => {
      const sealed = await readVaultFile(path, 'The file of the kept tokens');
      return sealed === undefined ? undefined : parseTokens((await vault()).open(sealed, CONTEXT), path);
    },
    save: async (tokens) => {
      const text = new TextEncoder().encode(JSON.stringify(tokens));
      await writeVaultFile(path, (await vault()).seal(text, CONTEXT));
    },
    remove: async () => {
      const was = (await readVaultFile(path, 'The file of the kept tokens')) !== undefined;
      await rm(path, { force: true }).catch((cause: unknown) => {
        throw new CannotWrite('The tokens cannot be removed.', { where: { file: path }, cause });
      });
      return was;
    },
  };
}

const CONTEXT = 'tokens';

function parseTokens(bytes: Uint8Array, path: string): Tokens {
  const tokens = TOKENS.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
  if (tokens.success) return tokens.data;
  throw new CorruptFile('The kept tokens are of another version.', { where: { file: path }, hint: 'Sign in again.' });
}
