export { storeTests, testStore } from './store/test-store.js';
export type { StorePlace, StoreTestOptions } from './store/store-test-options.js';
export type { ConformanceTest, TestRunner } from './conformance-test.js';
