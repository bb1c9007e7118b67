export type { ConformanceTest, TestRunner } from './conformance-test.js';

// formats
export { formatTests, testFormat } from './format/test-format.js';
export type { FormatSample, FormatTestOptions } from './format/format-test-options.js';

// RMS clients
export { clientTests, testClient } from './client/test-client.js';
export type { ClientPeople, ClientTestOptions } from './client/client-test-options.js';
