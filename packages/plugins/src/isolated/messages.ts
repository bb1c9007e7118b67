import type { ContentCipher, Envelope, FormatInfo, JsonObject, Label, Limits } from '@rightsmith/core';
import type { MethodName } from '../load/check-handler.js';
import type { SentError } from './sent-error.js';

/** What the program of the plugin is started with. */
export interface Setup {
  readonly kind: 'setup';
  /** URL of the module. */
  readonly url: string;
  /** How the plugin is called in messages. */
  readonly plugin: string;
  readonly export: string | undefined;
  readonly options: JsonObject | undefined;
}

/** The data of a context. */
export interface SentContext {
  readonly limits: Limits;
  readonly settings: JsonObject;
  /** The time of the call; it stands still, so that two runs give the same. */
  readonly now: number;
  /** Of the call's randomness. */
  readonly seed: Uint8Array;
}

/** A key without the key. */
export type CipherData = Pick<ContentCipher, 'mode' | 'keyBits' | 'segmentSize' | 'preferredRun' | 'threads'>;

/** A key and the modes that `withMode` gives. */
export interface SentCipher extends CipherData {
  readonly otherModes: readonly CipherData[];
}

/** The data of a call; the objects behind it stay with the host. */
export interface CallData {
  readonly size?: number;
  readonly hint?: { readonly name?: string };
  readonly envelope?: Omit<Envelope, 'cipher'>;
  readonly license?: Uint8Array;
  readonly labels?: readonly Label[];
  readonly cipher?: SentCipher;
  readonly context: SentContext;
}

/** What a method gave that stays with the plugin, such as opened content: it is asked by this number. */
export interface KeptSource {
  readonly kept: number;
  readonly size: number;
}

/** From the host. Every request is answered by `done` or `failed` with its number; `call` tells whose objects it works with. */
export type HostMessage =
  | Setup
  | CallMessage
  | UseMessage
  | { readonly kind: 'answer'; readonly ask: number; readonly value: unknown }
  | { readonly kind: 'refuse'; readonly ask: number; readonly error: SentError }
  | { readonly kind: 'abort'; readonly call: number }
  | { readonly kind: 'forget'; readonly call: number };

/** Runs a method. */
export interface CallMessage {
  readonly kind: 'call';
  readonly call: number;
  readonly request: number;
  readonly method: MethodName;
  readonly data: CallData;
}

/** Works with what a call has left with the plugin. */
export interface UseMessage {
  readonly kind: 'use';
  readonly call: number;
  readonly request: number;
  readonly kept: number;
  readonly method: 'read' | 'next' | 'close';
  readonly args: readonly number[];
}

/** From the plugin. Nothing in it is trusted. */
export type PluginMessage =
  | { readonly kind: 'ready'; readonly info: FormatInfo; readonly methods: readonly string[] }
  | { readonly kind: 'unfit'; readonly error: SentError }
  | AskMessage
  | TellMessage
  | EndMessage;

/** Wants something of an object of the host. */
export interface AskMessage {
  readonly kind: 'ask';
  readonly call: number;
  readonly ask: number;
  readonly object: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** Needs no answer. */
export interface TellMessage {
  readonly kind: 'tell';
  readonly call: number;
  readonly what: 'progress' | 'warn' | 'log';
  readonly args: readonly unknown[];
}

/** The end of a request. */
export type EndMessage =
  | { readonly kind: 'done'; readonly call: number; readonly request: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly call: number; readonly request: number; readonly error: SentError };
