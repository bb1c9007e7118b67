import { fuzzFormat } from '@rightsmith/testkit';
import { OPTIONS } from './samples.js';

/** For Jazzer.js: npx jazzer test/fuzz.js, built beforehand. */
export const fuzz: (data: Uint8Array) => Promise<void> = fuzzFormat(OPTIONS);
