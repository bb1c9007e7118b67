import dgram from 'node:dgram';
import dns from 'node:dns';
import inspector from 'node:inspector';
import net from 'node:net';
import { forbid, methodsOf } from './forbid.js';

/** Global ways to the network. */
const GLOBALS = ['fetch', 'WebSocket', 'EventSource'];

/** What a handle of a socket can do to reach somebody; reading and writing stay. */
const REACHING = ['open', 'bind', 'bind6', 'listen', 'connect', 'connect6', 'send', 'send6', 'fchmod'];

/** Beginning with this release the permission flags close the network below JavaScript. */
const CLOSED_BY_NODE = 25;

/**
 * Closes the network for all that is loaded afterwards: every connection of Node, of whatever protocol, goes through one of
 * these methods, and they throw; so do those of the handles below them, which a plugin can get hold of. `channel` stays open.
 */
export function closeNetwork(channel: net.Socket): void {
  for (const [module, handle] of Object.entries(socketHandles(channel))) {
    forbid(Object.getPrototypeOf(handle) as object, REACHING, module);
  }
  const resolver = handleOf(new dns.Resolver());
  if (resolver !== undefined)
    forbid(prototypeOf(resolver), methodsOf(prototypeOf(resolver)).filter(isQuestion), 'node:dns');
  forbid(net, ['_createServerHandle'], 'node:net');
  forbid(dgram, ['_createSocketHandle'], 'node:dgram');
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
}

/** A handle of each kind of socket; those made here have reached nobody and are closed. @throws Error where there is none to close */
function socketHandles(channel: net.Socket): Readonly<Record<string, object>> {
  if (Number(process.versions.node.split('.')[0]) >= CLOSED_BY_NODE) return {};
  const { _createServerHandle: create } = net as unknown as {
    readonly _createServerHandle: (address: string, port: number, type: number) => unknown;
  };
  const datagrams = dgram.createSocket('udp4');
  const state = Object.getOwnPropertySymbols(datagrams).map((key) => (datagrams as unknown as Members)[key]);
  const handles = {
    'node:net TCP': create('127.0.0.1', 0, 4),
    'node:net pipe': handleOf(channel),
    'node:dgram UDP': state
      .map((one) => (one as { readonly handle?: unknown } | null | undefined)?.handle)
      .find(isObject),
  };
  for (const [name, handle] of Object.entries(handles)) {
    if (!isObject(handle)) throw new Error(`The way to the network by ${name} cannot be closed.`);
  }
  (handles['node:net TCP'] as { close(): void }).close();
  datagrams.close();
  return handles as Readonly<Record<string, object>>;
}

type Members = Readonly<Record<symbol, unknown>>;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isQuestion = (name: string): boolean => /^(query|getHost|getaddr|getname)/i.test(name);

const prototypeOf = (object: object): object => Object.getPrototypeOf(object) as object;

function handleOf(holder: object): object | undefined {
  const { _handle: handle } = holder as { readonly _handle?: unknown };
  return isObject(handle) ? handle : undefined;
}
