import { pfile } from '@rightsmith/format-pfile';
import { testFormat } from '@rightsmith/testkit';

testFormat({
  create: pfile,
  samples: [
    { name: 'letter.txt', bytes: new TextEncoder().encode('Dear reader,\r\n'.repeat(300)) },
    { name: 'drawing.VSD', bytes: new Uint8Array(70_000).map((_, index) => index % 251) },
    { name: 'README', bytes: Uint8Array.of(1) },
  ],
});
