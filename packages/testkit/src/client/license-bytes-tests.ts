import assert from 'node:assert/strict';
import { decodeLicense, encodeLicense, readPublishingLicense, type LicenseEncoding } from '@rightsmith/core';
import { flippedBits, seededPlaces } from '../damage.js';
import { outcomeOf, refusalOf } from '../outcome.js';
import { seededRandom } from '../seeded-random.js';
import type { ClientBench } from './client-bench.js';
import type { ClientTest } from './client-test.js';
import { foreignLicense } from './foreign-license.js';

const ENCODINGS: readonly LicenseEncoding[] = ['utf8-bom', 'utf8', 'utf16le', 'utf16le-bom'];

/** What `acquire` makes of the bytes it is given. */
export const LICENSE_BYTES_TESTS: readonly ClientTest[] = [
  ...ENCODINGS.flatMap((encoding) =>
    [0, 1].map((nuls): ClientTest => ({
      name: `are read as ${encoding}${nuls === 0 ? '' : ' with a NUL at the end'}`,
      needs: ['custom'],
      run: (bench) => opens(bench, encoding, nuls),
    })),
  ),
  {
    name: 'are refused when the owner was exchanged',
    needs: ['custom'],
    run: async (bench) => {
      const { owner, stranger } = bench.people;
      await refusesText(bench, (text) => text.replaceAll(owner, stranger));
    },
  },
  {
    name: 'are refused when the content was exchanged',
    needs: ['custom'],
    run: async (bench) => {
      const { license, contentId } = await bench.grant(['VIEW']);
      const other = (await bench.grant(['VIEW'])).contentId;
      const text = decodeLicense(license).text.replace(new RegExp(contentId, 'gi'), other);
      const bytes = encodeLicense(text, 'utf8-bom');
      await refusalOf(() => bench.acquire(bytes, bench.people.recipient), ['Tampered', 'CorruptFile']);
    },
  },
  {
    name: 'are refused when the signature is missing',
    needs: ['custom'],
    run: (bench) => refusesText(bench, (text) => text.replace(/<SIGNATURE>.*<\/SIGNATURE>/s, '')),
  },
  {
    name: 'are refused when cut anywhere',
    needs: ['custom'],
    run: async (bench) => {
      const { license } = await bench.grant(['VIEW']);
      for (const length of seededPlaces(license, 60)) {
        await refusalOf(() => bench.acquire(license.slice(0, length), bench.people.recipient));
      }
    },
  },
  {
    name: 'are refused with a flipped bit, unless it is outside of what is signed',
    needs: ['custom'],
    run: async (bench) => {
      const { license } = await bench.grant(['VIEW']);
      const signed = readPublishingLicense(license).block.bodyText;
      for (const { flipped, place } of flippedBits(license, 120)) {
        const outcome = await outcomeOf(() => bench.acquire(flipped, bench.people.recipient));
        if ('error' in outcome) continue;
        assert.equal(readPublishingLicense(flipped).block.bodyText, signed, `a bit of byte ${place}`);
      }
    },
  },
  {
    name: 'are refused when another service issued them',
    run: async (bench) => {
      const { owner, recipient } = bench.people;
      const license = await foreignLicense(owner, recipient);
      for (const identity of [owner, recipient]) await refusalOf(() => bench.acquire(license, identity));
    },
  },
  {
    name: 'are refused when they are no licence',
    run: async (bench) => {
      const texts = ['', ' ', 'Dear reader', '<XrML/>', '<XrML version="1.2"><BODY/></XrML>', '<a>'.repeat(100_000)];
      const noise = [1, 16, 1000, 100_000].map((length) => seededRandom(length).bytes(length));
      for (const bytes of [...texts.map((text) => new TextEncoder().encode(text)), ...noise]) {
        await refusalOf(() => bench.acquire(bytes, bench.people.recipient), ['CorruptFile', 'LimitReached']);
      }
    },
  },
];

async function opens(bench: ClientBench, encoding: LicenseEncoding, nuls: number): Promise<void> {
  const { license } = await bench.grant(['VIEW']);
  const stored = encodeLicense(decodeLicense(license).text + '\u0000'.repeat(nuls), encoding);
  assert.deepEqual((await bench.acquire(stored, bench.people.recipient)).rights, ['VIEW']);
}

async function refusesText(bench: ClientBench, change: (text: string) => string): Promise<void> {
  const { text } = decodeLicense((await bench.grant(['VIEW'])).license);
  const changed = change(text);
  assert.notEqual(changed, text);
  for (const identity of Object.values<string>({ ...bench.people })) {
    const bytes = encodeLicense(changed, 'utf8-bom');
    await refusalOf(() => bench.acquire(bytes, identity), ['Tampered', 'CorruptFile']);
  }
}
