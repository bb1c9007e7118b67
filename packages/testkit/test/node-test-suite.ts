import { describe, it } from 'node:test';
import { testFormat } from '@rightsmith/testkit';
import { toy, toyOfSize } from './format/toy-format.js';

const samples = [{ name: 'sample.toy', bytes: toyOfSize(100)!.bytes }];
testFormat(
  { create: toy, samples, ofSize: (bytes) => (bytes < 10_000 ? toyOfSize(bytes) : undefined) },
  { describe, it },
);
