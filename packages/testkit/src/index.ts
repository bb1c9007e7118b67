export type { ConformanceTest, TestRunner } from './conformance-test.js';

// formats
export { formatReport, formatTests, testFormat } from './format/test-format.js';
export { fuzzFormat } from './format/fuzz-format.js';
export type { FormatSample, FormatTestOptions } from './format/format-test-options.js';
export type { SparseSample } from './format/sparse-files.js';

// reports
export { reportBadge, reportOn, reportText } from './report.js';
export type { ConformanceReport, TestResult } from './report.js';

// RMS clients
export { clientTests, testClient } from './client/test-client.js';
export type { ClientLack, ClientPeople, ClientTestOptions } from './client/client-test-options.js';
