import { testClient } from '@rightsmith/testkit';
import type { Msipc } from '../src/index.js';
import { builtPackage } from './support/built.js';
import { describeWithStandIn } from './support/stand-in.js';
import { tokenCredential } from './support/token-credential.js';

describeWithStandIn('msipc, over the stand-in', (standIn) => {
  let msipc: Msipc | undefined;
  before(async () => {
    const { openMsipc } = await builtPackage();
    msipc = await openMsipc({ library: standIn().library });
  });
  after(async () => {
    await msipc?.close();
  });

  testClient({
    create: (identity) => {
      if (msipc === undefined) throw new Error('The stand-in is not open.');
      return msipc.clientFor({ credential: tokenCredential(identity) });
    },
    can: { custom: true, reuseKey: true, offline: true, tracking: true },
    template: 'Contoso Confidential',
    setTime: (time) => {
      standIn().setTime(time);
    },
    lacks: ['labels', 'grantPeriods', 'firstUseOffline'],
  });
});
