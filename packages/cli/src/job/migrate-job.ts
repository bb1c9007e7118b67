/** Moves protected files to another authority, tenant or template, or undoes that. */
export interface MigrateJob {
  readonly verb: 'migrate';
  readonly files: readonly string[];
  readonly recursive?: boolean;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly mapping?: string;
  readonly journal?: string;
  readonly fromHome?: string;
  readonly fromProfile?: string;
  readonly fromAs?: string;
  readonly superUser?: boolean;
  readonly dryRun?: boolean;
  readonly rollBack?: string;
  readonly confirm?: string;
  readonly force?: boolean;
}
