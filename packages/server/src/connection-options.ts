import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import { UsageError } from '@rightsmith/core';
import type { ServerOptions } from './options.js';

/** What of the options is about connections, as fastify takes it. @throws UsageError */
export function connectionOptions({ tls, trustedProxies }: Pick<ServerOptions, 'tls' | 'trustedProxies'>): object {
  return {
    trustProxy: trustedProxies === undefined ? false : trustedProxies.map(checkedProxy),
    ...(tls !== undefined && { https: secure(tls) }),
  };
}

function checkedProxy(text: string): string {
  const [address = '', prefix, ...others] = text.split('/');
  const family = isIP(address);
  const most = family === 4 ? 32 : 128;
  const isSubnet = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= most);
  if (family !== 0 && isSubnet && others.length === 0) return text;
  throw new UsageError(`${JSON.stringify(text)} is not the address of a proxy.`, {
    hint: 'Write an address, or a subnet such as 10.0.0.0/8.',
  });
}

function secure({ certificate, key }: NonNullable<ServerOptions['tls']>): object {
  const context = { cert: certificate, key, minVersion: 'TLSv1.2' as const };
  try {
    createSecureContext(context);
  } catch {
    // The cause may quote the key.
    throw new UsageError('TLS cannot be used with this certificate and key.', {
      hint: 'Both must be PEM, the key without a passphrase, and made for each other.',
    });
  }
  return context;
}
