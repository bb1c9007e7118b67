import { createHash } from 'node:crypto';
import { bytesSource, createContentCipher, defaultFormatContext, memorySink } from '@rightsmith/core';
import { pdf } from '@rightsmith/format-pdf';
import { keptTrailer, moveStrings } from '../../packages/format-pdf/src/rewrite/trailer.js';
import { openDocument } from '../../packages/format-pdf/src/xref/document.js';
import type { Extent } from '../../packages/format-pdf/src/xref/stream-extent.js';
import { Qpdf, type Verdict } from './qpdf.js';
import { outcome, type Subject } from './subject.js';

const KEY = new Uint8Array(32).map((_, index) => index);
const LICENSE = new TextEncoder().encode('\ufeff<XrML/>');

/** Cases judged at the same time: while qpdf reads one, the next is made. */
const AT_ONCE = 3;

const qpdf = new Qpdf(AT_ONCE);

/** What qpdf makes of a result. */
interface ResultVerdict {
  readonly read: Verdict;
  /** The severity that `qpdf --check` finds. */
  readonly checked: number;
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
  // Many changes come to the same: what a change of a blank does to the result is nothing.
  const verdicts = new Map<string, Promise<ResultVerdict>>();
  const verdictOn = (opened: Uint8Array): Promise<ResultVerdict> => {
    const digest = createHash('sha256').update(opened).digest('base64');
    const verdict = verdicts.get(digest) ?? judgeResult(opened);
    verdicts.set(digest, verdict);
    return verdict;
  };
  return {
    name,
    bytes,
    atOnce: AT_ONCE,
    borders: data.flatMap(({ offset, length }) => [offset, offset + length]),
    judge: async (changed, { kind, offset }) => {
      const result = await outcome(() => roundTrip(changed));
      if ('error' in result) return undefined;
      const opened = result.value;
      const isInData =
        kind === 'flip' && data.some((each) => offset >= each.offset && offset < each.offset + each.length);
      // Then qpdf can have nothing to say that it did not say of the unchanged file.
      if (isInData && isOneByteOff(opened, unchanged)) return undefined;
      const before = await qpdf.read(changed);
      // Then there is nothing to compare with.
      if (before.severity === 2) return undefined;
      const { read: after, checked } = await verdictOn(opened);
      if (after.severity > before.severity) return `qpdf finds it worse: ${after.severity} after ${before.severity}`;
      if (after.objects !== before.objects) {
        if (readsLess(changed, before) || (await holdsTrailerStrings(changed))) return undefined;
        return `qpdf finds other objects: ${firstDifference(before.objects, after.objects)}`;
      }
      // Whatever reading complains of, checking complains of too.
      const isNoWorse = checked <= before.severity || checked <= (await qpdf.check(changed));
      return isNoWorse ? undefined : 'qpdf --check finds it worse';
    },
  };
}

async function judgeResult(opened: Uint8Array): Promise<ResultVerdict> {
  const [read, checked] = [await qpdf.read(opened), await qpdf.check(opened)];
  return { read, checked };
}

function readsLess(file: Uint8Array, { warnings }: Verdict): boolean {
  const text = Buffer.from(file).toString('latin1');
  return (
    READS_LESS.some((pattern) => pattern.test(warnings)) ||
    STREAM_AT_ONCE.test(text) ||
    (warnings.includes(SEARCHED) && text.includes('/ObjStm'))
  );
}

/** What a trailer holds in strings becomes objects, so that qpdf numbers all objects anew. */
async function holdsTrailerStrings(file: Uint8Array): Promise<boolean> {
  const { trailer } = await openDocument(bytesSource(file), defaultFormatContext({}));
  return moveStrings(keptTrailer(trailer), 1).length > 0;
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
