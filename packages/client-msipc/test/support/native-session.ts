import * as koffi from 'koffi';
import { createSession } from '../../src/native/session.js';
import type { PublishCall, ScratchPolicy } from '../../src/thread/messages.js';

/** What the thread of the library does, done in the thread of the test: one call after the other, nothing in between. */
export type NativeSession = ReturnType<typeof createSession>;

export function openSession(
  library: string,
  options: { readonly mode?: number; readonly storeName?: string } = {},
): NativeSession {
  const session = createSession(koffi);
  session.open({ library, mode: options.mode ?? 1, storeName: options.storeName });
  return session;
}

export const SILENT = { flags: 1 };

export const VIEW_FOR_BOB: ScratchPolicy = {
  names: [{ lcid: 1033, name: 'For Bob 🤝', description: 'Plans' }],
  userRights: [{ type: 1, id: 'bob@example.com', rights: ['VIEW', 'VIEWRIGHTSDATA'] }],
};

export function publishCall(part: Partial<PublishCall> = {}): PublishCall {
  return {
    prompt: SILENT,
    from: { scratch: VIEW_FOR_BOB },
    encryptedData: [],
    clearData: [],
    deprecatedAlgorithms: false,
    flags: 0,
    ...part,
  };
}
