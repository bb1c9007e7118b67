import type { FastifyReply } from 'fastify';

/** Fires when the caller goes away before the answer: nothing is issued to nobody. */
export function abortSignal({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
