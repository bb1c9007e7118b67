import dgram from 'node:dgram';
import dns from 'node:dns';
import inspector from 'node:inspector';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

/** Global ways to the network. */
const GLOBALS = ['fetch', 'WebSocket', 'EventSource'];

/**
 * Closes the network for all that is loaded afterwards: every connection of Node, of whatever protocol, goes through one of
 * these methods, and they throw. From Node 25 on the permission flags do the same below JavaScript.
 */
export function closeNetwork(): void {
  forbid(net.Socket.prototype, ['connect'], 'node:net');
  forbid(net.Server.prototype, ['listen'], 'node:net');
  forbid(dgram.Socket.prototype, ['bind', 'connect', 'send'], 'node:dgram');
  forbid(inspector, ['open'], 'node:inspector');
  for (const module of [dns, dns.promises]) {
    forbid(module.Resolver.prototype, methodsOf(module.Resolver.prototype), 'node:dns');
    forbid(
      module,
      methodsOf(module).filter((name) => /^(lookup|resolve|reverse)/.test(name)),
      'node:dns',
    );
  }
  forbid(globalThis, GLOBALS, 'global');
  syncBuiltinESMExports();
}

function methodsOf(object: object): readonly string[] {
  const known = object as Readonly<Record<string, unknown>>;
  return Object.getOwnPropertyNames(object).filter(
    (name) => name !== 'constructor' && typeof known[name] === 'function',
  );
}

function forbid(object: object, names: readonly string[], module: string): void {
  for (const name of names) {
    if (!(name in object)) continue;
    Object.defineProperty(object, name, {
      configurable: false,
      enumerable: true,
      writable: false,
      value: () => {
        throw new NetworkForbidden(`${module} ${name}`);
      },
    });
  }
}

/** What a plugin meets that wants to reach the network. */
class NetworkForbidden extends Error {
  readonly code = 'ERR_ACCESS_DENIED';

  constructor(what: string) {
    super(`A format plugin in a process of its own has no network: ${what}.`);
    this.name = 'NetworkForbidden';
  }
}
