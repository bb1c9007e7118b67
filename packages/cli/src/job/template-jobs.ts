/** Lists templates. */
export interface TemplatesListJob {
  readonly verb: 'templates list';
  readonly files: readonly string[];
  readonly all?: boolean;
}

/** Tells everything about a template. */
export interface TemplatesShowJob {
  readonly verb: 'templates show';
  readonly files: readonly string[];
  readonly template: string;
}

/** Adds a template, or a version of one, from a JSON file. */
export interface TemplatesAddJob {
  readonly verb: 'templates add';
  readonly files: readonly string[];
}

/** Archives a template. */
export interface TemplatesRemoveJob {
  readonly verb: 'templates remove';
  readonly files: readonly string[];
  readonly template: string;
}
