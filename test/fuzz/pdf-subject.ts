import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { bytesSource, createContentCipher, defaultFormatContext, memorySink } from '@rightsmith/core';
import { pdf } from '@rightsmith/format-pdf';
import { openDocument } from '../../packages/format-pdf/src/xref/document.js';
import type { Extent } from '../../packages/format-pdf/src/xref/stream-extent.js';
import { outcome, type Subject } from './subject.js';

const KEY = new Uint8Array(32).map((_, index) => index);
const LICENSE = new TextEncoder().encode('\ufeff<XrML/>');

/** One case in so many goes through `qpdf --check` as well, which takes as long as reading. */
const CHECKED_EACH = 8;

/** What qpdf makes of a file. */
interface Verdict {
  /** 0 nothing to say, 1 warnings, 2 errors. */
  readonly severity: number;
  /** All objects it reaches from the trailer, with their streams as stored; header and identifier are left out. */
  readonly objects: string;
  readonly warnings: string;
}

/** Where qpdf reads less from a damaged file than is there, so that equal objects are not to be expected. */
const READS_LESS: readonly RegExp[] = [
  // It gives up on the string and reads its rest as other tokens; others skip what is no digit.
  /invalid character .* in hexstring/,
  // It insists on the generation that a damaged cross-reference names.
  /not found in file after regenerating cross reference table/,
];

/** When it searches a file for its objects, it does not look into object streams. */
const SEARCHED = 'Attempting to reconstruct cross-reference table';

/** It does not see a stream whose data begins right behind the keyword. */
const STREAM_AT_ONCE = /(?<!end)stream[^\0\t\n\f\r ()<>[\]{}/%]/;

/**
 * A PDF that is protected and unprotected: that ends in a coded error, or qpdf finds the same objects in the result as in the
 * changed file, and no more against it.
 */
export async function pdfSubject(name: string, bytes: Uint8Array): Promise<Subject> {
  const unchanged = await roundTrip(bytes);
  const data = await contentOf(bytes);
  let ofUnchanged: Promise<Verdict> | undefined;
  return {
    name,
    bytes,
    borders: data.flatMap(({ offset, length }) => [offset, offset + length]),
    judge: async (changed, { kind, offset }) => {
      const result = await outcome(() => roundTrip(changed));
      if ('error' in result) return undefined;
      const opened = result.value;
      const isInData =
        kind === 'flip' && data.some((each) => offset >= each.offset && offset < each.offset + each.length);
      // Then qpdf can have nothing to say that it did not say of the unchanged file.
      if (isInData && isOneByteOff(opened, unchanged)) return undefined;
      const isUnchanged = isDeepStrictEqual(opened, unchanged);
      const [before, after] = await Promise.all([
        qpdf.read(changed),
        isUnchanged ? (ofUnchanged ??= qpdf.read(unchanged)) : qpdf.read(opened),
      ]);
      // Then there is nothing to compare with.
      if (before.severity === 2) return undefined;
      if (after.severity > before.severity) return `qpdf finds it worse: ${after.severity} after ${before.severity}`;
      if (after.objects !== before.objects && !readsLess(changed, before)) {
        return `qpdf finds other objects: ${firstDifference(before.objects, after.objects)}`;
      }
      // Of equal objects it can hardly say anything else than when it read them, so a part of the cases will do.
      if (offset % CHECKED_EACH !== 0) return undefined;
      const [checkedBefore, checkedAfter] = await Promise.all([qpdf.check(changed), qpdf.check(opened)]);
      return checkedAfter > checkedBefore ? 'qpdf --check finds it worse' : undefined;
    },
  };
}

function readsLess(file: Uint8Array, { warnings }: Verdict): boolean {
  const text = Buffer.from(file).toString('latin1');
  return (
    READS_LESS.some((pattern) => pattern.test(warnings)) ||
    STREAM_AT_ONCE.test(text) ||
    (warnings.includes(SEARCHED) && text.includes('/ObjStm'))
  );
}

async function roundTrip(plain: Uint8Array): Promise<Uint8Array> {
  const handler = pdf();
  const cipher = createContentCipher({ mode: 'CBC4K', key: KEY });
  const [file, opened] = [memorySink(), memorySink()];
  await handler.wrap(bytesSource(plain), { license: LICENSE, cipher, name: 'a.pdf', labels: [] }, file, {});
  await handler.unwrap(bytesSource(file.bytes()), cipher, opened, {});
  return opened.bytes();
}

/** Where the data is of the streams that hold no structure. */
async function contentOf(bytes: Uint8Array): Promise<readonly Extent[]> {
  const document = await openDocument(bytesSource(bytes), defaultFormatContext({}));
  await document.mend();
  const extents: Extent[] = [];
  for (const number of document.entries.plainInFileOrder()) {
    const object = await document.object(number);
    const type = object?.value.kind === 'dictionary' ? object.value.entries.get('Type') : undefined;
    const isStructure = type?.kind === 'name' && ['ObjStm', 'XRef'].includes(type.name);
    if (object?.stream !== undefined && !isStructure) extents.push(object.stream);
  }
  return extents;
}

function isOneByteOff(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  return one.reduce((different, byte, index) => different + (byte === other[index] ? 0 : 1), 0) === 1;
}

function firstDifference(one: string, other: string): string {
  let at = 0;
  while (one[at] === other[at]) at++;
  return JSON.stringify([one.slice(Math.max(0, at - 40), at + 40), other.slice(Math.max(0, at - 40), at + 40)]);
}

const READ = '--qdf --stream-data=preserve --object-streams=disable --static-id --no-original-object-ids'.split(' ');

/** qpdf at work in a folder of its own. */
class Qpdf {
  #folder: string | undefined;
  #files = 0;

  async read(file: Uint8Array): Promise<Verdict> {
    const { severity, output, warnings } = await this.#run(file, READ, '-');
    const objects = output
      .replace(/^%PDF-\d\.\d/, '')
      .replace(/\/ID \[.*\]/, '')
      // Its names for junk in the trailer, and a size that was missing: the trailer is written anew from what parsed.
      .replace(/^ {2}\/Size \d+\n(?=[^>]*>>\nstartxref)/m, '')
      .replace(/^ {2}\/QPDFFake\d+ .*\n(?=[^>]*>>\nstartxref)/gm, '');
    return { severity, objects, warnings };
  }

  async check(file: Uint8Array): Promise<number> {
    return (await this.#run(file, ['--check'])).severity;
  }

  #run(
    file: Uint8Array,
    options: readonly string[],
    ...behind: readonly string[]
  ): Promise<{ severity: number; output: string; warnings: string }> {
    const path = join((this.#folder ??= temporaryFolder()), `${this.#files++ % 8}.pdf`);
    writeFileSync(path, file);
    const child = spawn('qpdf', [...options, path, ...behind], { stdio: ['ignore', 'pipe', 'pipe'] });
    const [chunks, messages]: [Buffer[], Buffer[]] = [[], []];
    child.stderr.on('data', (chunk: Buffer) => messages.push(chunk));
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status) => {
        const severity = status === 0 ? 0 : status === 3 ? 1 : 2;
        const [output, warnings] = [chunks, messages].map((parts) => Buffer.concat(parts).toString('latin1'));
        resolve({ severity, output: output ?? '', warnings: warnings ?? '' });
      });
    });
  }
}

const qpdf = new Qpdf();

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rightsmith-qpdf-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
