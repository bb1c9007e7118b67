import { Aborted, throwIfAborted } from '../errors.js';

/** The result of `work`, or Aborted as soon as the signal fires, without waiting for `work` to notice. */
export async function abortable<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  throwIfAborted(signal);
  if (signal === undefined) return work();
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(new Aborted(undefined, { cause: signal.reason }));
    };
    signal.addEventListener('abort', stop, { once: true });
    void work()
      .then(resolve, reject)
      .finally(() => {
        signal.removeEventListener('abort', stop);
      });
  });
}
