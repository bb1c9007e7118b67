// The program of the thread that makes every call into the library, one after the other.
import { parentPort } from 'node:worker_threads';
import { HresultFailure } from '../library/hresult-failure.js';
import { loadKoffi } from '../library/koffi.js';
import { MISSING_KOFFI, MissingLibrary } from '../library/missing.js';
import { Undecryptable } from '../native/crypt.js';
import { KeyClosed } from '../native/keys.js';
import { NoIssuer, SettingIgnored } from '../native/publish.js';
import { createSession } from '../native/session.js';
import type { AnswerMessage, CallMessage, Failure, Items } from './messages.js';

const koffi = await loadKoffi();
const session = koffi === undefined ? undefined : createSession(koffi);

parentPort?.on('message', ({ id, name, call }: CallMessage) => {
  const { message, transfer } = answerTo(id, name, call);
  parentPort?.postMessage(message, transfer);
});

function answerTo(
  id: number,
  name: CallMessage['name'],
  call: unknown,
): { readonly message: AnswerMessage; readonly transfer: ArrayBuffer[] } {
  try {
    if (session === undefined) throw new MissingLibrary(MISSING_KOFFI);
    const handler = session[name] as (call: unknown) => unknown;
    const answer = handler(call);
    return { message: { id, answer }, transfer: memoryOf(answer) };
  } catch (error) {
    return { message: { id, failure: failureOf(error) }, transfer: [] };
  }
}

/** The memory of a run or of items goes back instead of being copied. */
function memoryOf(answer: unknown): ArrayBuffer[] {
  const bytes = answer instanceof Uint8Array ? answer : (answer as Partial<Items> | undefined)?.bytes;
  return bytes === undefined ? [] : [bytes.buffer as ArrayBuffer];
}

function failureOf(error: unknown): Failure {
  if (error instanceof HresultFailure) {
    const { functionName, hresult, text, referral } = error;
    return { kind: 'hresult', functionName, hresult, text, referral };
  }
  if (error instanceof MissingLibrary) return { kind: 'missing', missing: error.missing };
  if (error instanceof NoIssuer) return { kind: 'no-issuer' };
  if (error instanceof SettingIgnored) return { kind: 'setting-ignored', setting: error.message };
  if (error instanceof Undecryptable) return { kind: 'undecryptable' };
  if (error instanceof KeyClosed) return { kind: 'key-closed' };
  return { kind: 'unexpected', message: error instanceof Error ? error.message : String(error) };
}
