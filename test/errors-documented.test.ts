import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as core from '@rightsmith/core';
import { PROJECT_FOLDER } from './support/source-imports.js';

/** The rows of the table under a heading: each row's cells, without the header row. */
function tableUnder(markdown: string, heading: string): string[][] {
  const section = markdown.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
}

describe('docs/reference/errors.md', () => {
  const markdown = readFileSync(join(PROJECT_FOLDER, 'docs/reference/errors.md'), 'utf8');

  it('documents every error code with its exit code and retry advice, and nothing else', () => {
    const documented = tableUnder(markdown, 'Errors').map(([code, exitCode, retry]) => [code, Number(exitCode), retry]);
    const actual = Object.entries(core.ERROR_CODES).map(([code, facts]) => [
      code,
      facts.exitCode,
      facts.retryable ? 'yes' : 'no',
    ]);
    assert.deepEqual(documented, actual);
  });

  it('documents every warning code, and nothing else', () => {
    const documented = tableUnder(markdown, 'Warnings').map(([code]) => code);
    assert.deepEqual(documented, Object.keys(core.WARNINGS));
  });

  it('has one class per code, named like it', () => {
    const exported = core as unknown as Readonly<Record<string, unknown>>;
    for (const code of Object.keys(core.ERROR_CODES)) {
      const ErrorClass = exported[code] as new (message: string, details: object) => core.RightsmithError;
      const error = new ErrorClass('a sentence.', { limit: 'some', maximum: 1 });
      assert.equal(error.code, code);
      assert.equal(error.name, code);
      assert.ok(core.RightsmithError.is(error));
    }
  });

  it('uses no exit code that is Node’s own', () => {
    for (const { exitCode } of Object.values(core.ERROR_CODES)) {
      assert.ok(exitCode === 2 || exitCode >= 20, `exit code ${exitCode}`);
    }
  });
});
