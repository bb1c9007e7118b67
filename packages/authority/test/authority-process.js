import { once } from 'node:events';
import { openAuthority } from '@rightsmith/authority';

// Forked by home.test.ts and runs what was built, since eight processes that read TypeScript take minutes on a small
// machine: says when it is ready, opens a home when it is told to, and sends what it found.
process.send('ready');
const [home] = await once(process, 'message');
process.send(await (await openAuthority({ home })).facts());
process.disconnect();
