import type { NamedValues } from './messages.js';

/** The thread is ready: the address of its callback. */
export interface SignInReady {
  readonly callback: bigint;
}

/** The library wants a token. */
export interface SignInRequest {
  /** Which client it is for. */
  readonly context: number;
  readonly challenge: NamedValues;
  /** Set to 1, and notified, once the answer has been sent. */
  readonly answered: Int32Array<SharedArrayBuffer>;
}

export type SignInAnswer = { readonly token: string } | { readonly hresult: number };
