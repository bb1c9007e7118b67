import { UsageError, type RmsClient } from '@rightsmith/core';
import type { Feature } from './abi/features.js';
import { MsipcClient } from './client/msipc-client.js';
import { checkClientOptions, checkOptions, type MsipcClientOptions, type MsipcOptions } from './options.js';
import { Runtime } from './runtime.js';

/** The open RMS Client of this process. */
export interface Msipc {
  /** Path of the library. */
  readonly path: string;
  /** As the registry has it; empty where the path was given. */
  readonly version: string;
  /** What this version can do beside what all can. */
  readonly features: readonly Feature[];
  /** A client for one identity. @throws UsageError, NotSupportedByClient for options that do not fit the mode or the version */
  clientFor(options?: MsipcClientOptions): RmsClient;
  /** Keeps a window (HWND) out of screen pictures. @throws UsageError for what is no window of this process; NotSupportedByClient */
  protectWindow(window: bigint): Promise<void>;
  /** The reverse of {@link Msipc.protectWindow}. */
  unprotectWindow(window: bigint): Promise<void>;
  /** Ends the clients; with the last of those who opened it, the threads. Idempotent. */
  close(): Promise<void>;
}

interface Shared {
  readonly settings: string;
  readonly runtime: Promise<Runtime>;
  users: number;
}

/** Libraries keep their settings for the whole process, so whoever opens one again shares it. */
const OPEN = new Map<string, Shared>();

/**
 * Opens Microsoft's RMS Client. Opened again while it is open, it is shared and must be asked for with the same options.
 *
 * @throws NotSupportedByClient where the RMS Client, or koffi, is missing: the message says what, and where it comes from; UsageError for unfit options
 */
export async function openMsipc(options: MsipcOptions = {}): Promise<Msipc> {
  checkOptions(options);
  const shared = share(options);
  try {
    return msipcOf(await shared.runtime, () => release(options, shared));
  } catch (error) {
    await release(options, shared);
    throw error;
  }
}

function share(options: MsipcOptions): Shared {
  const { library = '', mode = 'client', storeName, application } = options;
  const settings = JSON.stringify([mode, storeName, application]);
  const open = OPEN.get(library) ?? { settings, runtime: Runtime.open(options), users: 0 };
  if (open.settings !== settings) {
    throw new UsageError('The RMS Client is open in this process with other options.', {
      hint: 'Its mode, store and application hold for the whole process.',
    });
  }
  open.users += 1;
  OPEN.set(library, open);
  return open;
}

async function release({ library = '' }: MsipcOptions, shared: Shared): Promise<void> {
  shared.users -= 1;
  if (shared.users > 0) return;
  if (OPEN.get(library) === shared) OPEN.delete(library);
  // What could not be opened need not be closed.
  await (await shared.runtime.catch(() => undefined))?.close();
}

function msipcOf(runtime: Runtime, close: () => Promise<void>): Msipc {
  const { path, version, features } = runtime.opened;
  const has = (id: Feature['id']): boolean => features.some((feature) => feature.id === id && feature.present);
  let closing: Promise<void> | undefined;
  return {
    path,
    version,
    features,
    clientFor: (options = {}) => {
      if (closing !== undefined) throw new UsageError('The RMS Client was closed.');
      checkClientOptions(options, runtime.server, has('oauth'));
      return new MsipcClient(runtime, options, has('tracking'));
    },
    protectWindow: (window) => runtime.run('protectWindow', { window, protect: true }),
    unprotectWindow: (window) => runtime.run('protectWindow', { window, protect: false }),
    close: () => (closing ??= close()),
  };
}
