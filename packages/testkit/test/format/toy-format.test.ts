import { testFormat } from '@rightsmith/testkit';
import { sparseToy, toy, toyOfSize } from './toy-format.js';

const SAMPLE = { name: 'sample.toy', bytes: toyOfSize(5000)!.bytes };
testFormat({ create: toy, samples: [SAMPLE], ofSize: toyOfSize, sparseOfSize: sparseToy, keepsLabels: true });
testFormat({ create: () => toy({ anyFile: true }), samples: [SAMPLE], keepsLabels: true });
