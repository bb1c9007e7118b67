/** Prints the record of the embedded authority. */
export interface AuditShowJob {
  readonly verb: 'audit show';
  readonly files: readonly string[];
  readonly who?: string;
  readonly contentId?: string;
}

/** Checks that the record of the embedded authority is as it was written. */
export interface AuditVerifyJob {
  readonly verb: 'audit verify';
  readonly files: readonly string[];
  readonly expect?: string;
}

/** Tells what a protected file's policy says. */
export interface RightsShowJob {
  readonly verb: 'rights show' | 'rights who';
  readonly files: readonly string[];
  readonly superUser?: boolean;
  readonly filename?: string;
}

/** Tells whether somebody may do something with a protected file, and why. */
export interface RightsCanJob {
  readonly verb: 'rights can';
  readonly files: readonly string[];
  readonly do?: string;
  readonly at?: string;
  readonly offline?: boolean;
  readonly superUser?: boolean;
  readonly filename?: string;
}

/** Tells how the policies of two protected files differ. */
export interface RightsDiffJob {
  readonly verb: 'rights diff';
  readonly files: readonly string[];
  readonly superUser?: boolean;
}
