import { pdf } from '@rightsmith/format-pdf';
import { testFormat } from '@rightsmith/testkit';
import { buildPdf, latin1, onePageWith, stream } from './support/build-pdf.js';
import { unwrapped, wrapped } from './support/round-trip.js';

/** The kit compares bytes, and a PDF comes back as another file with the same objects: only what came back once stays as it is. */
async function settled(plain: Uint8Array): Promise<Uint8Array> {
  return unwrapped(await wrapped(plain));
}

const LARGE_STREAM = stream('0123456789abcde\n'.repeat(20_000));

testFormat({
  create: pdf,
  samples: [
    { name: 'page.pdf', bytes: await settled(onePageWith('<</Title(Draft)/Keywords<414243>>>', stream('q Q'))) },
    { name: 'large-stream.PDF', bytes: await settled(onePageWith(LARGE_STREAM)) },
    {
      name: 'many-objects.pdf',
      bytes: await settled(onePageWith(...Array.from({ length: 3000 }, (_, index) => `[(text ${index})()]`))),
    },
  ],
  foreign: [
    { name: 'not.pdf', bytes: latin1('%PDX-1.7\n') },
    { name: 'late.pdf', bytes: buildPdf({ header: `${' '.repeat(2000)}%PDF-1.7\n`, objects: [] }) },
  ],
  keepsLabels: true,
});
