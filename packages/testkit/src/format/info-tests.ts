import assert from 'node:assert/strict';
import type { FormatTest } from './format-test.js';

/** Lower case, with the dot. */
const EXTENSION = /^\.[^.\s/\\\p{Lu}]+(\.[^.\s/\\\p{Lu}]+)*$/u;

export const INFO_TESTS: readonly FormatTest[] = [
  {
    name: 'names an id, a title and version 1 of the interface',
    run: ({ handler: { info } }) => {
      assert.match(info.id, /^[a-z][a-z0-9-]*$/);
      assert.notEqual(info.title.trim(), '');
      assert.equal(info.apiVersion, 1);
    },
  },
  {
    name: 'lists extensions in lower case with the dot, each once',
    run: ({ handler: { info } }) => {
      for (const extension of info.extensions) assert.match(extension, EXTENSION);
      assert.equal(new Set(info.extensions).size, info.extensions.length);
    },
  },
  {
    name: 'has a naming rule that can be followed',
    run: ({ handler: { info } }) => {
      if (info.naming.kind === 'keep') return;
      for (const extension of [info.naming.suffix, ...info.naming.prefixed]) assert.match(extension, EXTENSION);
    },
  },
  {
    name: 'is plain data',
    run: ({ handler: { info } }) => {
      assert.deepEqual(JSON.parse(JSON.stringify(info)), info);
    },
  },
];
