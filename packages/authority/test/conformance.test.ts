import { testClient } from '@rightsmith/testkit';
import { useAuthority } from './use-authority.js';

const STAFF = { lcid: 1033, name: 'Staff only', description: 'For two people' };

describe('the authority', () => {
  const shared = useAuthority();
  before(async () => {
    const grants = [{ users: ['alice@example.com', 'bob@example.com'], rights: ['VIEW'] }];
    await shared.authority.templates.add({ names: [STAFF], grants });
    await shared.authority.templates.add({ names: [{ ...STAFF, name: 'Ärzte' }], grants });
    await shared.authority.templates.add({ names: [{ ...STAFF, name: 'Board' }], grants });
  });

  testClient({
    create: (identity) => shared.client(identity),
    can: { custom: true, reuseKey: true, offline: true, tracking: false },
    template: STAFF.name,
    setTime: (time) => {
      shared.time = time.toISOString();
    },
  });
});
