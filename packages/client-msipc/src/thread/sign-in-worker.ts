// The program of the thread that answers the library when it asks for a token. It may ask from any thread of its own, while
// the thread that called it waits; so the callback belongs to a thread that does nothing else.
import { receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { oauthCallbackType } from '../abi/functions.js';
import { HRESULT } from '../abi/constants.js';
import { loadKoffi } from '../library/koffi.js';
import { Library } from '../library/library.js';
import { readNameValues } from '../native/values.js';
import type { SignInAnswer, SignInReady, SignInRequest } from './sign-in-messages.js';

const { port, path } = workerData as { readonly port: MessagePort; readonly path: string };
const koffi = await loadKoffi();
if (koffi !== undefined) {
  const library = new Library(koffi, path, '');
  const callback = koffi.register((context: bigint | null, challenge: bigint | null, out: bigint | null): number => {
    // What is thrown here would be success to the library.
    try {
      if (challenge === null || out === null) return HRESULT.invalidArgument | 0;
      return answerChallenge(library, Number(context ?? 0n), challenge, out);
    } catch {
      return HRESULT.notAuthenticated | 0;
    }
  }, oauthCallbackType(koffi));
  port.postMessage({ callback } satisfies SignInReady);
}
// Without a listener the thread would end; its callback needs it to stay.
port.on('message', () => undefined);

/** Asks the caller's thread for a token, waits, and makes a handle of it, which is the library's from then on. */
function answerChallenge(library: Library, context: number, challenge: bigint, out: bigint): number {
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const values = readNameValues(library, challenge);
  port.postMessage({ context, challenge: values, answered } satisfies SignInRequest);
  Atomics.wait(answered, 0, 0);
  const { message: answer } = receiveMessageOnPort(port) as { readonly message: SignInAnswer };
  if (!('token' in answer)) return answer.hresult | 0;
  const token: [bigint | null] = [null];
  const code = library.result('IpcCreateOAuth2Token', answer.token, token);
  if (code === 0) library.koffi.encode(out, 'void *', token[0]);
  return code | 0;
}
