// A process that renews the tokens in a file, and is killed after the provider has answered and before anything is kept.
import { join } from 'node:path';
import { fileTokenStore, keptTokens } from '@rightsmith/client-rest';
import { openVault, silentLogger, systemClock } from '@rightsmith/core';

const [folder, path, issuer, clientId, resource] = process.argv.slice(2);
const kept = fileTokenStore(path, () => openVault(join(folder, 'vault.key')));
const save = () => {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
};
const tokens = keptTokens({ issuer, clientId }, { ...kept, save });
await tokens({
  challenge: { authorization: issuer, resource },
  host: 'rms.example.com',
  context: {
    signal: new globalThis.AbortController().signal,
    logger: silentLogger,
    clock: systemClock,
    offline: false,
    interactive: false,
    languages: [],
  },
});
