import type { FastifyInstance } from 'fastify';
import type { ServiceState } from '../service-state.js';

/** For whoever runs the server: whether it lives, whether it can serve, and what it counted. No sign-in is needed. */
export function addOperationRoutes(app: FastifyInstance, state: ServiceState): void {
  const { authority, metrics, logger } = state;
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    try {
      if (state.isOpen()) {
        await authority.facts();
        return { status: 'ready' };
      }
    } catch (error) {
      logger.warn('The store cannot be reached.', { error: String(error) });
    }
    return reply.code(503).send({ status: 'not ready' });
  });
  app.get('/metrics', async (_request, reply) => {
    const { type, text } = await metrics.text();
    return reply.header('content-type', type).send(text);
  });
}
