import { UsageError } from '@rightsmith/core';
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
  /** Whether something without a line feed stands at its end: a kill came while it was written, and what it tells had not begun. */
  readonly isCut: boolean;
}

/** Lines that are cut are passed over, a last one without its line feed too. @throws UsageError for what is no journal */
export async function parseJournal(text: string, path: string): Promise<ParsedJournal> {
  const { z } = await import('zod');
  const lines = text.split('\n');
  const isCut = lines.pop() !== '';
  const [first = '', ...others] = lines;
  const head = headSchema(z).safeParse(parseLine(first));
  if (!head.success) throw new UsageError('This is no journal of a migration.', { where: { file: path } });
  const schema = stepSchema(z);
  const steps = others.flatMap((line) => schema.safeParse(parseLine(line)).data ?? []);
  return { head: head.data, steps, isCut };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
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
