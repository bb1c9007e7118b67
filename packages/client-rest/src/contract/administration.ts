import { z } from 'zod';
import { TEXTS, TIME, type Texts } from './shapes.js';

// Templates as administrators see them, whole; other callers get a `TemplateEntry`. All of this is ours.

/** Rights for some people. */
export interface GrantEntry {
  readonly users: readonly string[];
  readonly rights: readonly string[];
  readonly validFrom?: string | null | undefined;
  readonly validUntil?: string | null | undefined;
}

/** A template to be added. The service refuses members it does not know, for a misspelt end would be none. */
export interface NewTemplateEntry {
  /** GUID; missing: a new one. */
  readonly id?: string | null | undefined;
  readonly names: readonly { readonly lcid: number; readonly name: string; readonly description: string }[];
  readonly rights: readonly GrantEntry[];
  readonly validFrom?: string | null | undefined;
  readonly validUntil?: string | null | undefined;
  readonly offlineDays?: number | null | undefined;
  /** Who may publish with it; missing: everybody. */
  readonly scope?: readonly string[] | null | undefined;
  readonly referral?: string | null | undefined;
  readonly encryptedData?: Texts | null | undefined;
}

/** A template of the service. */
export interface StoredTemplateEntry extends NewTemplateEntry {
  readonly id: string;
  readonly modified: string;
  readonly archived?: boolean | null | undefined;
}

const PERIOD = { validFrom: TIME.nullish(), validUntil: TIME.nullish() };
const MEMBERS = {
  names: z.array(z.object({ lcid: z.int(), name: z.string(), description: z.string() })),
  rights: z.array(z.object({ users: z.array(z.string()), rights: z.array(z.string()), ...PERIOD })),
  ...PERIOD,
  offlineDays: z.int().nullish(),
  scope: z.array(z.string()).nullish(),
  referral: z.string().nullish(),
  encryptedData: TEXTS.nullish(),
};

export const NEW_TEMPLATE_ENTRY: z.ZodType<NewTemplateEntry> = z.object({ id: z.string().nullish(), ...MEMBERS });

export const STORED_TEMPLATE_ENTRY: z.ZodType<StoredTemplateEntry> = z.object({
  id: z.guid(),
  ...MEMBERS,
  modified: TIME,
  archived: z.boolean().nullish(),
});

export const STORED_TEMPLATE_ENTRIES: z.ZodType<readonly StoredTemplateEntry[]> = z.array(STORED_TEMPLATE_ENTRY);

/** Addresses. */
export const SUPER_USER_ENTRIES: z.ZodType<readonly string[]> = z.array(z.string());
