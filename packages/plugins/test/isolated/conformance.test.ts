import { fileURLToPath } from 'node:url';
import { loadFormat } from '@rightsmith/plugins';
import { testFormat } from '@rightsmith/testkit';

const pfile = fileURLToPath(new URL('../../../format-pfile', import.meta.url));
const { handler } = await loadFormat(
  { use: pfile, isolation: 'process' },
  { folders: { paths: '/', packages: [] }, askedBy: 'a test' },
);

// The methods keep no state, so one process serves all tests.
testFormat({
  create: () => handler,
  samples: [{ name: 'letter.txt', bytes: new TextEncoder().encode('Dear reader, '.repeat(20)) }],
  ofSize: (bytes) => (bytes < 200_000 ? { name: 'any.dat', bytes: new Uint8Array(bytes).fill(7) } : undefined),
});
