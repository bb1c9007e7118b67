import assert from 'node:assert/strict';
import { ooxml } from '@rightsmith/format-ooxml';
import { packageTypeOf } from '../../src/recognize/office-types.js';
import { buildPackage } from '../support/build-package.js';
import { detected, inspected, unwrapped, wrapped } from '../support/protecting.js';

const OPENXML = 'application/vnd.openxmlformats-officedocument.';
const MICROSOFT = 'application/vnd.ms-';

/** Main content types as Office writes them. */
const SIBLINGS: Readonly<Record<string, string>> = {
  '.docx': `${OPENXML}wordprocessingml.document.main+xml`,
  '.docm': `${MICROSOFT}word.document.macroEnabled.main+xml`,
  '.dotx': `${OPENXML}wordprocessingml.template.main+xml`,
  '.dotm': `${MICROSOFT}word.template.macroEnabledTemplate.main+xml`,
  '.xlsx': `${OPENXML}spreadsheetml.sheet.main+xml`,
  '.xlsm': `${MICROSOFT}excel.sheet.macroEnabled.main+xml`,
  '.xlsb': `${MICROSOFT}excel.sheet.binary.macroEnabled.main`,
  '.xltx': `${OPENXML}spreadsheetml.template.main+xml`,
  '.xltm': `${MICROSOFT}excel.template.macroEnabled.main+xml`,
  '.xlam': `${MICROSOFT}excel.addin.macroEnabled.main+xml`,
  '.pptx': `${OPENXML}presentationml.presentation.main+xml`,
  '.pptm': `${MICROSOFT}powerpoint.presentation.macroEnabled.main+xml`,
  '.potx': `${OPENXML}presentationml.template.main+xml`,
  '.potm': `${MICROSOFT}powerpoint.template.macroEnabled.main+xml`,
  '.ppsx': `${OPENXML}presentationml.slideshow.main+xml`,
  '.ppsm': `${MICROSOFT}powerpoint.slideshow.macroEnabled.main+xml`,
  '.vsdx': `${MICROSOFT}visio.drawing.main+xml`,
  '.vsdm': `${MICROSOFT}visio.drawing.macroEnabled.main+xml`,
  '.vssx': `${MICROSOFT}visio.stencil.main+xml`,
  '.vssm': `${MICROSOFT}visio.stencil.macroEnabled.main+xml`,
  '.vstx': `${MICROSOFT}visio.template.main+xml`,
  '.vstm': `${MICROSOFT}visio.template.macroEnabled.main+xml`,
  '.thmx': `${OPENXML}themeManager+xml`,
};

describe('the siblings of OOXML', () => {
  for (const [extension, contentType] of Object.entries(SIBLINGS)) {
    it(`${extension} is known by its main part, protected and opened again`, async () => {
      const document = await buildPackage(contentType);
      assert.doesNotMatch((await detected(document, `a${extension}`))?.reason ?? '', /its name/);
      assert.equal((await inspected(document)).value.container['extension'], extension);
      assert.deepEqual((await unwrapped(await wrapped(document))).value, document);
    });
  }

  it('are all that the handler names, with those of 97–2003', () => {
    const older = ['.doc', '.dot', '.xls', '.xlt', '.xla', '.ppt', '.pps', '.pot'];
    assert.deepEqual([...ooxml().info.extensions].sort(), [...Object.keys(SIBLINGS), ...older].sort());
  });

  it('are not taken for what they only embed', () => {
    assert.equal(packageTypeOf([`${OPENXML}spreadsheetml.sheet`, 'image/png']), undefined);
    assert.equal(packageTypeOf(['APPLICATION/VND.MS-VISIO.DRAWING.MAIN+XML'])?.extension, '.vsdx');
  });
});
