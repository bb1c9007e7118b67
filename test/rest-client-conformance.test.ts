import { restClient } from '@rightsmith/client-rest';
import { testClient } from '@rightsmith/testkit';
import { useServer } from '../packages/server/test/support/running-server.js';

const STAFF = { lcid: 1033, name: 'Staff only', description: 'For two people' };

describe('the REST client, against our server', () => {
  const server = useServer({ limits: { requestsPerMinute: 100_000 } });
  before(async () => {
    const grants = [{ users: ['alice@example.com', 'bob@example.com'], rights: ['VIEW'] }];
    for (const name of [STAFF.name, 'Ärzte', 'Board'])
      await server.authority.templates.add({ names: [{ ...STAFF, name }], grants });
  });

  const tokens = new Map<string, Promise<string>>();
  const tokenFor = (identity: string): Promise<string> => {
    const token = tokens.get(identity) ?? server.provider.token(identity);
    tokens.set(identity, token);
    return token;
  };

  testClient({
    create: (identity) => restClient({ url: server.url, user: identity, tokens: () => tokenFor(identity) }),
    can: { custom: true, reuseKey: false, offline: false, tracking: false },
    template: STAFF.name,
    setTime: (time) => {
      server.time = time;
    },
  });
});
