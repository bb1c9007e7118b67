import assert from 'node:assert/strict';
import { normalizeGuid, readPublishingLicense, type TemplateSummary } from '@rightsmith/core';
import { refusalOf } from '../outcome.js';
import type { ClientBench } from './client-bench.js';
import type { ClientTest } from './client-test.js';

export const TEMPLATE_TESTS: readonly ClientTest[] = [
  {
    name: 'lists them well formed',
    needs: ['template'],
    run: async (bench) => {
      for (const { id, name, description, names } of await list(bench)) {
        assert.equal(normalizeGuid(id), id, name);
        assert.notEqual(name, '');
        assert.equal(typeof description, 'string');
        assert.equal(new Set(names.map(({ lcid }) => lcid)).size, names.length, `${name}: one name a language`);
      }
    },
  },
  {
    name: 'lists them sorted by name, each once',
    needs: ['template'],
    run: async (bench) => {
      const templates = await list(bench);
      assert.ok(templates.length >= 2, 'it lists fewer than two');
      const names = templates.map(({ name }) => name);
      assert.deepEqual(
        names,
        names.toSorted((one, other) => one.localeCompare(other)),
      );
      assert.equal(new Set(templates.map(({ id }) => id)).size, templates.length);
    },
  },
  {
    name: 'publishes with one, by id and by name',
    needs: ['template'],
    run: async (bench) => {
      const { id, name } = await templateOf(bench);
      for (const template of [id, name]) {
        const { license } = await bench.publish({ policy: { template } });
        assert.equal(readPublishingLicense(license).descriptor?.id, id, template);
      }
    },
  },
  {
    name: 'makes licences with one that recipients can open and strangers cannot',
    needs: ['template'],
    run: async (bench) => {
      const { license } = await bench.publish({ policy: { template: bench.template } });
      assert.notDeepEqual((await bench.acquire(license, bench.people.recipient)).rights, []);
      await refusalOf(() => bench.acquire(license, bench.people.stranger), ['AccessDenied']);
    },
  },
  {
    name: 'knows no template that is not there',
    run: async (bench) => {
      for (const template of ['00000000-1111-2222-3333-444444444444', 'There is no such template', '']) {
        await refusalOf(() => bench.publish({ policy: { template } }), ['TemplateNotFound']);
      }
    },
  },
];

async function list(bench: ClientBench): Promise<readonly TemplateSummary[]> {
  return (await bench.client()).templates(bench.context());
}

async function templateOf(bench: ClientBench): Promise<TemplateSummary> {
  const template = (await list(bench)).find(({ name }) => name === bench.template);
  assert.ok(template, `It does not list ${bench.template}.`);
  return template;
}
