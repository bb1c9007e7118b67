/** How protected files are opened. Every member is the option of the same name. */
export interface OpeningChoice {
  readonly useLicense?: string;
  readonly lenient?: boolean;
  readonly superUser?: boolean;
  readonly offline?: boolean;
  readonly threads?: number;
}
