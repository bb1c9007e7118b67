import { readExactly } from '../bytes/read-exactly.js';
import type { ByteSource } from '../bytes/source.js';
import { LimitReached } from '../errors.js';
import { type LicenseReport, verifyLicense } from '../license/verify.js';
import { type FileHint, inspectProtectedFile } from './protected-file.js';
import { type EngineParts, inRun, type Run, type CallOptions } from './run.js';

/** How to verify a file. */
export interface VerifyOptions extends CallOptions, FileHint {}

/** What was found. */
export interface VerifyResult extends LicenseReport {
  /** Id of the format of the file the licence is in; absent for a bare licence or certificate. */
  readonly format?: string;
}

/** Verifies the licence of a protected file, or a file that is itself a licence or certificate. */
export function verify(parts: EngineParts, source: ByteSource, options: VerifyOptions): Promise<VerifyResult> {
  return inRun(parts, options, 'verify', async (run) => {
    if (await isBareLicense(source)) return verifyLicense(await readWhole(run, source), parts.limits);
    const { handler, license } = await inspectProtectedFile(run, source, options);
    return { format: handler.info.id, ...verifyLicense(license, parts.limits) };
  });
}

/** Bytes in which a licence shows that it is one: a mark, an XML declaration and the root's name, at two bytes a character. */
const BEGINNING = 512;

/** Any encoding of licenses.md §9: without marks and zeros all of them begin alike. */
async function isBareLicense(source: ByteSource): Promise<boolean> {
  const beginning = Buffer.from(await source.read(0, BEGINNING)).toString('latin1');
  return /^[\xef\xbb\xbf\xff\xfe\s]*(<\?xml[^>]*>\s*)?<XrML\b/.test(beginning.replaceAll('\0', ''));
}

function readWhole(run: Run, source: ByteSource): Promise<Uint8Array> {
  const maximum = run.parts.limits.licenseBytes;
  if (source.size > maximum) {
    throw new LimitReached(`The licence has ${source.size} bytes; the limit is ${maximum}.`, {
      limit: 'licenseBytes',
      maximum,
    });
  }
  return readExactly(source, 0, source.size, 'licence');
}
