import { CorruptFile, UsageError } from '@rightsmith/core';
import type { z as Zod } from 'zod';

/** The first line. */
export interface JournalHead {
  readonly journal: 'rightsmith migrate';
  readonly version: 1;
  /** SHA-256 of the mapping. */
  readonly mapping: string;
}

/** A file is about to be replaced; its original is kept. It is on disk before the file changes. */
export interface ReplaceStep {
  readonly step: 'replace';
  /** Absolute path. */
  readonly file: string;
  /** Name of the kept original in its folder. */
  readonly original: string;
  /** SHA-256 of the original, and of what takes its place; hexadecimal digits. */
  readonly before: string;
  readonly after: string;
}

/** The new file is in its place. */
export interface DoneStep {
  readonly step: 'done';
  readonly file: string;
  readonly contentId: string;
  readonly replacedContentId?: string;
}

/** What is done, or is about to be; then the original may be put back, or nobody wants the originals any more. */
export type JournalStep =
  | ReplaceStep
  | DoneStep
  | { readonly step: 'back'; readonly file: string; readonly original: string }
  | { readonly step: 'confirmed' };

/** A journal read back. */
export interface ParsedJournal {
  readonly head: JournalHead;
  readonly steps: JournalStep[];
  /** Bytes of its whole lines. What stands behind them a kill cut while it was written, and what that tells had not begun. */
  readonly size: number;
}

/** @throws UsageError for what is no journal; CorruptFile for one with a line that is none: whose original it names is unknown then */
export async function parseJournal(bytes: Uint8Array, path: string): Promise<ParsedJournal> {
  const { z } = await import('zod');
  const size = bytes.lastIndexOf(LINE_FEED) + 1;
  const [first = '', ...others] = new TextDecoder().decode(bytes.subarray(0, size)).split('\n').slice(0, -1);
  const head = headSchema(z).safeParse(parseLine(first));
  if (!head.success) throw new UsageError('This is no journal of a migration.', { where: { file: path } });
  const schema = stepSchema(z);
  const steps = others.map((line, index) => {
    const step = schema.safeParse(parseLine(line));
    if (!step.success) throw brokenLine(path, index + 2);
    return step.data;
  });
  return { head: head.data, steps, size };
}

const LINE_FEED = 0x0a;

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function brokenLine(path: string, line: number): CorruptFile {
  return new CorruptFile('A line of the journal is not as it was written.', {
    where: { file: path, structure: `line ${line}` },
    hint: 'Nothing was changed. Mend the line, or put originals back by hand: each line names a file and its kept original.',
  });
}

function headSchema(z: typeof Zod): Zod.ZodType<JournalHead> {
  return z.object({ journal: z.literal('rightsmith migrate'), version: z.literal(1), mapping: z.string() });
}

function stepSchema(z: typeof Zod): Zod.ZodType<JournalStep> {
  const [file, hash] = [z.string().min(1), z.hash('sha256')];
  // Never a path.
  const original = z.string().regex(/^\d{6,12}$/);
  return z.discriminatedUnion('step', [
    z.object({ step: z.literal('replace'), file, original, before: hash, after: hash }),
    z.object({
      step: z.literal('done'),
      file,
      contentId: z.string(),
      replacedContentId: z.string().exactOptional(),
    }),
    z.object({ step: z.literal('back'), file, original }),
    z.object({ step: z.literal('confirmed') }),
  ]);
}
