import assert from 'node:assert/strict';
import { openCompoundFile } from '@rightsmith/compound-file';
import { bytesSource } from '@rightsmith/core';
import { describeWithTools, runTool } from '../../../test/support/tools.js';
import { writeLabelInfo } from '../src/labels/label-info.js';
import { buildPackage } from './support/build-package.js';
import { streamOf } from './support/containers.js';
import { placeholderFile } from './support/placeholder-files.js';
import { cipherOf, wrapped } from './support/protecting.js';

const LABELLED = await buildPackage(undefined, {
  'docMetadata/LabelInfo.xml': writeLabelInfo([{ id: '11111111-2222-3333-4444-555555555555' }]),
  'noise.bin': new Uint8Array(300_000).map((_, index) => (index * index) >> 7),
});

/** What is protected, and what `file` takes the container for: other names are not in its lists. */
const CONTAINERS: readonly (readonly [what: string, container: Uint8Array, kind: RegExp])[] = [
  ['a package', await wrapped(LABELLED), /^CDFV2 Encrypted$/],
  ['a package, by ECB', await wrapped(LABELLED, { cipher: cipherOf('ECB') }), /^CDFV2 Encrypted$/],
  ['a Word document', await wrapped(placeholderFile('doc')), /^CDFV2 Microsoft Word$/],
  ['an Excel workbook', await wrapped(placeholderFile('xls')), /^CDFV2 Microsoft Excel$/],
  ['a presentation', await wrapped(placeholderFile('ppt')), /^Composite Document File V2 Document/],
];

describeWithTools('file', ['file'], () => {
  for (const [what, container, kind] of CONTAINERS) {
    it(`knows the container of ${what}`, () => {
      assert.match(String(runTool('file', container, '--brief', 'FILE').output).trim(), kind);
    });
  }
});

describeWithTools('gsf', ['gsf'], () => {
  for (const [what, container] of CONTAINERS) {
    it(`lists and extracts each stream in the container of ${what}`, async () => {
      const { entries } = await openCompoundFile(bytesSource(container));
      const streams = entries.filter(({ kind }) => kind === 'stream');
      const { output, errors } = runTool('gsf', container, 'list', 'FILE');
      assert.equal(errors, '');
      const listed = [...String(output).matchAll(/^f +(\d+) (.+)$/gm)].map(([, size, path]) => `${path} ${size}`);
      const expected = streams.map(({ path, size }) => `${path.join('/')} ${size}`);
      assert.deepEqual(listed.toSorted(), expected.toSorted());
      for (const { path } of streams) {
        const name = path.join('/');
        const extracted = runTool('gsf', container, 'cat', 'FILE', name);
        assert.deepEqual(new Uint8Array(extracted.output), await streamOf(container, name), name);
      }
    });
  }
});
