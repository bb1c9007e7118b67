import { Worker } from 'node:worker_threads';

/** Milliseconds for which a worker without a key is kept. */
const KEPT = 5000;

/** Of a worker's heap, in MiB: until it is collected, what is short-lived there holds memory outside of it too. */
const YOUNG_HEAP = 4;

/** Workers that have no key at the moment, each with the timer of its end: starting one costs as much as encrypting 30 MiB. */
const idle = new Map<Worker, NodeJS.Timeout>();

/** A worker for the next key, and whether it is ready for tasks at once. It does not keep the process alive. @throws where none can be started */
export function takeWorker(): { readonly worker: Worker; readonly isReady: boolean } {
  const [kept] = idle.keys();
  if (kept !== undefined) {
    forget(kept);
    silence(kept);
    return { worker: kept, isReady: true };
  }
  const worker = new Worker(new URL('./cipher-worker.js', import.meta.url), {
    // Its program needs none of the options of this process, some of which cost it half a second.
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_HEAP },
  });
  worker.unref();
  return { worker, isReady: false };
}

/** Keeps a worker that has forgotten its key for the next one, for a while. Whoever listened to it hears no more. */
export function keepWorker(worker: Worker): void {
  silence(worker);
  for (const event of ['error', 'exit']) {
    worker.on(event, () => {
      forget(worker);
    });
  }
  const end = setTimeout(() => {
    forget(worker);
    void worker.terminate();
  }, KEPT);
  idle.set(worker, end.unref());
}

/** Not all listeners: the platform has its own among them. */
function silence(worker: Worker): void {
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
}

function forget(worker: Worker): void {
  clearTimeout(idle.get(worker));
  idle.delete(worker);
}
