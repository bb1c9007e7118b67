import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { decodeLicense } from '@rightsmith/core';
import type { FormatTest } from './format-test.js';
import { inspect, kitLabels, kitLicense, protect } from './protecting.js';

export const INSPECT_TESTS: readonly FormatTest[] = [
  {
    name: 'calls every sample plain and fit to be protected',
    run: async (bench) => {
      for (const { name, bytes } of bench.samples) {
        const facts = await inspect(bench, bytes);
        assert.equal(facts.status, 'plain', name);
        assert.equal(facts.license, undefined, name);
        assert.deepEqual(facts.obstacles, [], name);
      }
    },
  },
  {
    name: 'finds the licence that wrap stored, letter by letter',
    run: async (bench) => {
      for (const sample of bench.samples) {
        const facts = await inspect(bench, await protect(bench, sample));
        assert.equal(facts.status, 'protected', sample.name);
        assert.ok(facts.license, sample.name);
        assert.equal(decodeLicense(facts.license).text, decodeLicense(kitLicense()).text, sample.name);
      }
    },
  },
  {
    name: 'tells nothing untrue about the original',
    run: async (bench) => {
      for (const sample of bench.samples) {
        const { contentLength, originalExtension } = await inspect(bench, await protect(bench, sample));
        const extension = posix.extname(sample.name).toLowerCase();
        assert.equal(contentLength ?? sample.bytes.length, sample.bytes.length, sample.name);
        assert.equal(originalExtension?.toLowerCase() ?? extension, extension, sample.name);
      }
    },
  },
  {
    name: 'gives facts that survive as JSON',
    run: async (bench) => {
      for (const sample of bench.samples) {
        for (const bytes of [sample.bytes, await protect(bench, sample)]) {
          const { license, ...facts } = await inspect(bench, bytes);
          assert.ok(license === undefined || license instanceof Uint8Array, sample.name);
          assert.deepEqual(JSON.parse(JSON.stringify(facts)), facts, sample.name);
        }
      }
    },
  },
  {
    name: 'reads back the labels that wrap stored',
    needs: ['labels'],
    run: async (bench) => {
      for (const sample of bench.samples) {
        const { labels } = await inspect(bench, await protect(bench, sample, { labels: kitLabels() }));
        assert.deepEqual(labels, kitLabels(), sample.name);
      }
    },
  },
];
