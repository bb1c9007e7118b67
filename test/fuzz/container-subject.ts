import { bytesSource, memorySink, RightsEngine, type Insides } from '@rightsmith/core';
import { ooxml } from '@rightsmith/format-ooxml';
import { pdf } from '@rightsmith/format-pdf';
import { pfile } from '@rightsmith/format-pfile';
import { buildPackage, zipOf } from '../../packages/format-ooxml/test/support/build-package.js';
import { buildPdf, ONE_PAGE, stream } from '../../packages/format-pdf/test/support/build-pdf.js';
import { ownEngines, POLICY } from './own-engines.js';
import { outcome, type Subject } from './subject.js';

/** An archive in an archive, with an attachment and an embedded document, all looked into. */
export async function containerSubjects(): Promise<Subject[]> {
  const { owner } = await ownEngines([pfile()]);
  const sink = memorySink();
  await owner.protect(bytesSource(new Uint8Array(2000)), sink, { name: 'a.bin', policy: POLICY });
  const office = await buildPackage(undefined, { 'word/embeddings/a.bin.pfile': sink.bytes() });
  const [catalog = '', ...others] = ONE_PAGE;
  const attached = buildPdf({
    objects: [
      catalog.replace('>>', '/AF[4 0 R]/Names<</EmbeddedFiles<</Names[(a)4 0 R]>>>>>>'),
      ...others,
      '<</Type/Filespec/F(a.txt)/EF<</F 5 0 R>>>>',
      stream('attached text'),
    ],
  });
  const inner = await zipOf({ 'report.docx': office, 'mail.pdf': attached });
  return [
    subject('archive', await zipOf({ 'inner.zip': inner, 'a.bin.pfile': sink.bytes(), 'b/c.txt': 'text' })),
    subject('attachments', attached),
  ];
}

function subject(name: string, bytes: Uint8Array): Subject {
  const engine = new RightsEngine({ formats: [ooxml(), pdf(), pfile()] });
  // Of entries, directory and end of an archive, and of objects of a PDF.
  const marks = [
    ...Buffer.from(bytes)
      .toString('latin1')
      .matchAll(/PK[^ -~]{2}|obj/g),
  ];
  return {
    name,
    bytes,
    borders: marks.map(({ index }) => index),
    judge: async (changed) => {
      const result = await outcome(() => engine.inspectTree(bytesSource(changed), { name }));
      return 'error' in result ? undefined : complaintAbout(result.value);
    },
  };
}

/** What is wrong inside is told with a code, and never is a bug. */
function complaintAbout({ children, stopped }: Insides): string | undefined {
  const errors = [stopped, ...children.map(({ error }) => error)];
  const bug = errors.find((error) => error?.code === 'InternalError');
  if (bug !== undefined) return `a bug inside: ${bug.message} ${String(bug.cause)}`;
  return children.map(complaintAbout).find((complaint) => complaint !== undefined);
}
