export { previewBulk, runBulk } from './run/run-bulk.js';
export { readBulk } from './read/read-bulk.js';
export type {
  Finding,
  ReadInput,
  ReadOptions,
  ReadProgress,
  ReadResult,
  ReadSummary,
  ReadTask,
} from './read/read-options.js';
export { lockJournal } from './journal/journal-lock.js';
export { makePlan } from './plan/make-plan.js';
export type { PlanOptions } from './plan/make-plan.js';
export type { PlanEntry } from './plan/plan-entry.js';
export { ruledProtection } from './plan/rules.js';
export type { ProtectionRule, ProtectionRules, RuledProtection } from './plan/rules.js';
export { SKIP_REASONS } from './plan/skip-reasons.js';
export type { SkipReason } from './plan/skip-reasons.js';
export { isPattern } from './walk/path-filter.js';
export type { OpenEngine, ThreadEngine, ThreadEngineOptions } from './pool/open-engine.js';
export { readManifest, writeManifests } from './shard/manifest.js';
export type { Manifest, ManifestFile } from './shard/manifest.js';
export type { FaultPoint } from './faults.js';
export type {
  BulkOptions,
  BulkProgress,
  BulkSummary,
  BulkTask,
  BulkVerb,
  EngineModule,
  FileCallOptions,
  FileResult,
  InputChoice,
  OutputChoice,
} from './options.js';
