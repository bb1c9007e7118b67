import { z } from 'zod';

/** One entry of the answer to a request for templates; rest.md §4. */
export interface TemplateEntry {
  /** A GUID in braces; goes back verbatim as `TemplateId`. */
  readonly Id: string;
  readonly Name: string;
  readonly Description: string;
}

/** The answer to a request for templates. Each text must be there and must not be empty. */
export const TEMPLATE_ENTRIES: z.ZodType<readonly TemplateEntry[]> = z.array(
  z.object({ Id: z.string().min(1), Name: z.string().min(1), Description: z.string().min(1) }),
);
