export { formatTests, testFormat } from './format/test-format.js';
export type { FormatSample, FormatTestOptions } from './format/format-test-options.js';
export type { ConformanceTest, TestRunner } from './conformance-test.js';
