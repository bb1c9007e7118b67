import { createHash } from 'node:crypto';
import { chmodSync, closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bytesSource, createContentCipher, memorySink } from '@rightsmith/core';
import { pdf } from '@rightsmith/format-pdf';
import { seededRandom } from '../../packages/testkit/src/seeded-random.js';
import { buildPackage, stretchedTo } from '../../packages/format-ooxml/test/support/build-package.js';
import { placeholderFile } from '../../packages/format-ooxml/test/support/placeholder-files.js';
import { buildPdf, ONE_PAGE, stream } from '../../packages/format-pdf/test/support/build-pdf.js';

/** What a share is made of. */
export interface ShareOptions {
  /** Absolute; made if it is not there. */
  readonly folder: string;
  readonly files: number;
  readonly seed: number;
  /** Of each of the largest files. */
  readonly largeBytes: number;
  /** What all other sizes are divided by; 1 unless said otherwise. */
  readonly smaller?: number;
}

/** A file as it was made. */
export interface Original {
  /** Hexadecimal. */
  readonly sha256: string;
  /** Permission bits. */
  readonly mode: number;
}

/** By path, relative to the share. */
export type Share = ReadonlyMap<string, Original>;

const KIB = 1024;
const LARGE_FILES = 3;

const STEMS = [
  'report',
  'Übersicht',
  'a b',
  '-dash',
  'new\nline',
  "it's",
  '報告 📎',
  'x'.repeat(180),
  '.hidden',
  'a.b.c',
];

/** Makes files of a size. */
type Maker = (size: number, random: Random) => Uint8Array;

/** Numbers and bytes by chance, the same for the same seed. */
class Random {
  readonly #source: ReturnType<typeof seededRandom>;

  constructor(seed: number) {
    this.#source = seededRandom(seed);
  }

  bytes(length: number): Uint8Array {
    return this.#source.bytes(length);
  }

  below(end: number): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.bytes(4);
    return (a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) % end;
  }
}

/**
 * Fills a folder with files of every format: four fifths of 4 to 40 KiB, the others larger, three of `largeBytes`; one in a
 * hundred is broken, some are read-only, many have odd names. The same seed gives the same files.
 */
export async function makeShare(options: ShareOptions): Promise<Share> {
  const { folder, files, seed, largeBytes, smaller = 1 } = options;
  const random = new Random(seed);
  const makers = await allMakers();
  const share = new Map<string, Original>();
  for (let n = 0; n < files; n += 1) {
    const extension = EXTENSIONS[random.below(EXTENSIONS.length)] ?? '';
    const name = join(
      `folder ${n % Math.ceil(files / 200)}`,
      `${STEMS[random.below(STEMS.length)] ?? ''}${n}${extension}`,
    );
    const content = contentOf(n, extension, makers, { random, smaller });
    const mode = random.below(50) === 0 ? 0o444 : 0o644;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
    chmodSync(join(folder, name), mode);
    share.set(name, { sha256: createHash('sha256').update(content).digest('hex'), mode });
  }
  for (let n = 0; n < LARGE_FILES; n += 1) {
    share.set(`large ${n}.bin`, {
      sha256: writeLarge(join(folder, `large ${n}.bin`), largeBytes, random),
      mode: 0o644,
    });
  }
  return share;
}

const EXTENSIONS = ['.txt', '.bin', '.docx', '.xlsx', '.pdf', '.doc', '', '.jpg', '.vsd', '.XML'];

function contentOf(
  n: number,
  extension: string,
  makers: ReadonlyMap<string, Maker>,
  { random, smaller }: { readonly random: Random; readonly smaller: number },
): Uint8Array {
  const isUsual = random.below(5) > 0;
  const size = Math.ceil((4 * KIB + random.below((isUsual ? 36 : 396) * KIB)) / smaller);
  if (n % 100 === 99) return broken(n, makers, random);
  return (makers.get(extension.toLowerCase()) ?? anything)(size, random);
}

const anything: Maker = (size, random) => random.bytes(size);

/** Files that their names promise more of than they keep; each has another extension than the loop chose, so some are fit to be wrapped. */
function broken(n: number, makers: ReadonlyMap<string, Maker>, random: Random): Uint8Array {
  const whole = makers.get('.docx')?.(8 * KIB, random) ?? new Uint8Array();
  const kinds = [
    whole.subarray(0, whole.length / 2),
    Buffer.from(`%PDF-1.7\nbroken ${n}`),
    buildPdf({ objects: ONE_PAGE, trailer: `/Encrypt<</Filter/Standard/V 1/N ${n}>>` }),
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), random.bytes(2 * KIB)]),
  ];
  return kinds[random.below(kinds.length)] ?? whole;
}

async function allMakers(): Promise<ReadonlyMap<string, Maker>> {
  const [word, excel] = [await buildPackage(), await buildPackage(EXCEL_MAIN)];
  const packages =
    (base: Uint8Array): Maker =>
    (size, random) =>
      stretchedTo(base, Math.max(size, base.length), random.bytes(size)) ?? base;
  const pages = await Promise.all([4, 16, 40, 300].map((kibibytes) => canonicalPdf(kibibytes * KIB)));
  return new Map<string, Maker>([
    ['.docx', packages(word)],
    ['.xlsx', packages(excel)],
    ['.doc', () => placeholderFile('doc')],
    ['.jpg', (size, random) => Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100', 'hex'), random.bytes(size)])],
    ['.txt', (size, random) => Buffer.from(Buffer.from(random.bytes(size / 2)).toString('hex'))],
    ['.pdf', (_size, random) => markedPdf(pages[random.below(pages.length)] ?? new Uint8Array(), random)],
  ]);
}

const EXCEL_MAIN = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml';

/** Stands in the content of every PDF, where each gets something of its own. */
const MARK = 'mark'.repeat(8);

/** A PDF as unprotecting writes it, so that it comes back byte for byte. */
async function canonicalPdf(size: number): Promise<Uint8Array> {
  const cipher = createContentCipher({ mode: 'CBC4K', key: new Uint8Array(32) });
  const content = stream(`% ${MARK}\n${'0 0 m '.repeat(size / 6)}`);
  const document = buildPdf({ objects: [...ONE_PAGE, content] });
  const [wrapped, back] = [memorySink(), memorySink()];
  const envelope = { license: new TextEncoder().encode('<XrML/>'), cipher, name: 'a.pdf', labels: [] };
  await pdf().wrap(bytesSource(document), envelope, wrapped, {});
  await pdf().unwrap(bytesSource(wrapped.bytes()), cipher, back, {});
  await cipher.close();
  return back.bytes();
}

function markedPdf(page: Uint8Array, random: Random): Uint8Array {
  const copy = Buffer.from(page);
  copy.write(Buffer.from(random.bytes(MARK.length / 2)).toString('hex'), copy.indexOf(MARK), 'latin1');
  return copy;
}

/** Returns its SHA-256. */
function writeLarge(path: string, size: number, random: Random): string {
  const hash = createHash('sha256');
  const file = openSync(path, 'w', 0o644);
  for (let done = 0; done < size; done += 1024 * KIB) {
    const bytes = random.bytes(Math.min(1024 * KIB, size - done));
    hash.update(bytes);
    writeSync(file, bytes);
  }
  closeSync(file);
  return hash.digest('hex');
}
