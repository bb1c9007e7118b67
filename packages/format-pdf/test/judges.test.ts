import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { pdf } from '@rightsmith/format-pdf';
import { bytesSource, memorySink } from '@rightsmith/core';
import { corpusFile, corpusPath, describeWithCorpus } from '../../../test/support/corpus.js';
import { describeWithTools, runTool } from '../../../test/support/tools.js';
import { onePageWith, stream } from './support/build-pdf.js';
import { ODD_FILES } from './support/odd-files.js';
import { openWithPdfJs } from './support/pdf-js.js';
import { LICENSE, testCipher, unwrapped, wrapped } from './support/round-trip.js';
import { pictures, qpdfObjects, severity } from './support/judgements.js';

const LABEL = {
  id: '11111111-2222-3333-4444-555555555555',
  tenantId: '66666666-7777-8888-9999-000000000000',
  name: 'Größe (A) \\ <B> & C',
  properties: { Enabled: 'True', Method: 'Standard' },
};

/** Its trailer refers to a generation that was deleted. qpdf takes the old content of the object for it; by the rules it is null. */
const DELETED_GENERATION = 'pdf/03-incremental-3.pdf';

describeWithCorpus('PDFs in the eyes of other programs', () => {
  const names = ['pdf', 'documents'].flatMap(plainFiles);

  it('are those of the corpus that can be protected', () => {
    assert.equal(names.length, 19);
  });

  describeWithTools('qpdf', ['qpdf'], () => {
    for (const name of names) {
      it(`has nothing against the wrapper of ${name}, and no more against the result than against the original`, async () => {
        const plain = corpusFile(name);
        const file = await wrapped(plain);
        assert.equal(severity(file), 0, runTool('qpdf', file, '--check', 'FILE').errors);
        const opened = await unwrapped(file);
        assert.ok(severity(opened) <= severity(plain), runTool('qpdf', opened, '--check', 'FILE').errors);
      });
    }

    for (const name of names.filter((each) => each !== DELETED_GENERATION)) {
      it(`finds the same objects in ${name} and what comes back`, async () => {
        const plain = corpusFile(name);
        const expected = qpdfObjects(plain);
        assert.ok(expected.length > 100);
        assert.ok(qpdfObjects(await unwrapped(await wrapped(plain))) === expected);
      });
    }
  });

  describeWithTools('pdftoppm', ['pdftoppm'], () => {
    for (const name of names) {
      it(`draws the same pictures of ${name} before and after`, async () => {
        const plain = corpusFile(name);
        const opened = await unwrapped(await wrapped(plain));
        assert.ok(pictures(opened).equals(pictures(plain)));
      });
    }
  });

  describe('PDF.js', () => {
    for (const name of names) {
      it(`opens wrapper and result of ${name}`, async () => {
        const plain = corpusFile(name);
        const file = await wrapped(plain);
        const { pages, text, attachments } = await openWithPdfJs(file);
        assert.equal(pages, 1);
        assert.match(text, /This document is protected/);
        assert.deepEqual(attachments, ['MicrosoftIRMServices Protected PDF.pdf']);
        const view = await openWithPdfJs(await unwrapped(file));
        // It cannot open the one whose cross-reference is broken.
        const expected = await openWithPdfJs(plain).catch(() => view);
        assert.deepEqual(view, expected);
      });
    }
  });
});

describeWithTools('the wrapper', ['qpdf', 'pdftotext', 'pdfinfo'], () => {
  const plain = onePageWith(stream('q Q'));

  it('tells on its page what it is and how to open it', async () => {
    const { output } = runTool('pdftotext', await wrapped(plain), 'FILE', '-');
    assert.match(String(output), /This document is protected[^]*How to open it[^]*Microsoft rights management/);
  });

  it('is one tagged page of PDF 2.0 without encryption', async () => {
    const { output, errors } = runTool('pdfinfo', await wrapped(plain), 'FILE');
    const facts = new Map(
      String(output)
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
    );
    assert.equal(errors, '');
    assert.deepEqual(
      ['PDF version', 'Pages', 'Tagged', 'Encrypted', 'Metadata Stream', 'JavaScript'].map((fact) => facts.get(fact)),
      ['2.0', '1', 'yes', 'no', 'yes', 'no'],
    );
  });

  it('holds the protected document as its one attachment', async () => {
    const file = await wrapped(plain);
    const { output } = runTool('qpdf', file, '--list-attachments', 'FILE');
    assert.match(String(output), /^MicrosoftIRMServices Protected PDF\.pdf -> \d+,\d+\n$/);
    const payload = runTool('qpdf', file, '--show-attachment=MicrosoftIRMServices Protected PDF.pdf', 'FILE');
    assert.match(payload.output.toString('latin1'), /^%PDF-1\.7\n[^]*\/Filter\s*\/MicrosoftIRMServices/);
  });

  it('links to the help page of choice', async () => {
    const sink = memorySink();
    const envelope = { license: LICENSE, cipher: testCipher(), name: 'a.pdf', labels: [] };
    await pdf({ helpUrl: 'https://example.com/help?(a)' }).wrap(bytesSource(plain), envelope, sink, {});
    assert.match(qpdfObjects(sink.bytes()), /\/URI \(https:\/\/example\.com\/help\?\\\(a\\\)\)/);
    assert.equal(severity(sink.bytes()), 0);
  });

  it('shows labels in its Info dictionary and its metadata, in any script', async () => {
    const file = await wrapped(plain, { labels: [LABEL] });
    const info = String(runTool('pdfinfo', file, '-custom', 'FILE').output);
    assert.match(info, new RegExp(`MSIP_Label_${LABEL.id}_Name: *Größe \\(A\\) \\\\ <B> & C`));
    const metadata = String(runTool('pdfinfo', file, '-meta', 'FILE').output);
    const element = `pdfx:MSIP_Label_${LABEL.id}_Name`;
    assert.ok(metadata.includes(`<${element}>Größe (A) \\ &lt;B&gt; &amp; C</${element}>`), metadata);
    assert.deepEqual((await pdf().inspect(bytesSource(file), {})).labels, [LABEL]);
  });
});

describeWithTools('odd but good PDFs in the eyes of qpdf', ['qpdf'], () => {
  for (const [title, plain] of Object.entries(ODD_FILES)) {
    it(`are the same after protecting: ${title}`, async () => {
      const opened = await unwrapped(await wrapped(plain));
      assert.ok(severity(opened) <= severity(plain));
      assert.equal(qpdfObjects(opened), qpdfObjects(plain));
    });
  }
});

function plainFiles(folder: string): readonly string[] {
  const path = corpusPath(folder);
  if (!existsSync(path)) return [];
  const refused = ['07-password.pdf', '16-signed-small.pdf', '90-microsoft-irm-v2.pdf'];
  return readdirSync(path)
    .filter((name) => name.endsWith('.pdf') && !refused.includes(name))
    .map((name) => `${folder}/${name}`);
}
