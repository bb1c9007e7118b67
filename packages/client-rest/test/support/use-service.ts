import { restClient, type RestClient, type RestClientOptions } from '@rightsmith/client-rest';
import { loopbackService, type LoopbackService } from './loopback-service.js';

/** A service for each test, and clients of it. */
export interface ServiceFixture {
  readonly service: LoopbackService;
  /** A client of the service with the token `secret`, closed after the test. */
  client(options?: Partial<RestClientOptions>): RestClient;
}

/** Call it inside `describe`. */
export function useService(): ServiceFixture {
  let service: LoopbackService;
  let clients: RestClient[] = [];
  beforeEach(async () => {
    service = await loopbackService();
  });
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.close()));
    clients = [];
    await service.close();
  });
  return {
    get service() {
      return service;
    },
    client: (options = {}) => {
      const client = restClient({
        url: service.origin,
        user: 'alice@example.com',
        tokens: () => Promise.resolve('secret'),
        ...options,
      });
      clients.push(client);
      return client;
    },
  };
}
