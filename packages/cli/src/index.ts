export { openRightsmith } from './open-rightsmith.js';
export type {
  CallOptions,
  ProtectFileOptions,
  Rightsmith,
  RightsmithOptions,
  UnprotectFileOptions,
} from './open-rightsmith.js';
export type { Job, OutputChoice, SessionOptions } from './job/job.js';
export type { InspectedFile } from './verbs/inspect/inspected-outcome.js';
export type { ProtectedFile } from './verbs/protect/run-protect.js';
export type { UnprotectedFile } from './verbs/unprotect/run-unprotect.js';
