// The program of a plugin's process: takes away the network and what else leads out, loads the plugin, and does what the host asks.
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import { Channel } from '../isolated/channel.js';
import type { HostMessage, PluginMessage, Setup } from '../isolated/messages.js';
import { sentError } from '../isolated/sent-error.js';
import { checkHandler, METHODS } from '../load/check-handler.js';
import { chooseFactory } from '../load/choose-factory.js';
import { cannotLoad } from '../load/describe-plugin.js';
import { Asking } from './asking.js';
import { closeNetwork } from './close-network.js';
import { closeProcess } from './close-process.js';
import { PluginCalls } from './plugin-calls.js';

/** Says that the plugin broke down; the host wants to know why before the process is gone. */
const BROKEN_EXIT_CODE = 1;

let calls: PluginCalls | undefined;
const socket = new Socket({ fd: 3 });
const channel = new Channel<PluginMessage, HostMessage>(socket, receive, () => process.exit());
const asking = new Asking(channel);

// Without its host it is of no use.
socket.on('close', () => process.exit());
// Made when they are first asked for, and then they could not be opened any more.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
closeNetwork(socket);
closeProcess();
syncBuiltinESMExports();
for (const event of ['uncaughtException', 'unhandledRejection']) {
  process.on(event, (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () =>
      process.exit(BROKEN_EXIT_CODE),
    );
  });
}

function receive(message: HostMessage): void {
  switch (message.kind) {
    case 'setup':
      void load(message);
      return;
    case 'call':
    case 'use':
      void calls?.run(message);
      return;
    case 'answer':
      asking.answer(message.ask, message.value);
      return;
    case 'refuse':
      asking.refuse(message.ask, message.error);
      return;
    case 'abort':
      calls?.abort(message.call);
      return;
    case 'forget':
      calls?.forget(message.call);
  }
}

async function load({ url, plugin, export: exported, options }: Setup): Promise<void> {
  try {
    const module = (await import(url)) as Readonly<Record<string, unknown>>;
    const handler = checkHandler(chooseFactory(module, plugin, exported)(options), plugin);
    const methods = METHODS.filter((name) => handler[name] !== undefined);
    calls = new PluginCalls(handler, asking, (message) => {
      channel.send(message);
    });
    channel.send({ kind: 'ready', info: handler.info, methods });
  } catch (error) {
    const ours = error instanceof Error && 'exitCode' in error ? error : cannotLoad(plugin, undefined, error);
    channel.send({ kind: 'unfit', error: sentError(ours) });
  }
}
