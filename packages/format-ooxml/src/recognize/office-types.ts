/** The programs whose documents these are. */
export type Application = BinaryApplication | 'Visio' | 'Office';

/** Those that had a binary format before. */
export type BinaryApplication = 'Word' | 'Excel' | 'PowerPoint';

/** One kind of OOXML document. */
export interface PackageType {
  /** With the dot. */
  readonly extension: string;
  readonly application: Application;
  /** Such as `Word document`. */
  readonly title: string;
}

const OPENXML = 'application/vnd.openxmlformats-officedocument.';
const MICROSOFT = 'application/vnd.ms-';

/**
 * OOXML documents by the content type of their main part: extension, program, title. Which extensions are native to
 * Office says rms-client-features.md §17.4.
 */
const PACKAGE_TYPES: readonly (readonly [contentType: string, type: PackageType])[] = (
  [
    [`${OPENXML}wordprocessingml.document.main+xml`, '.docx', 'Word', 'document'],
    [`${MICROSOFT}word.document.macroEnabled.main+xml`, '.docm', 'Word', 'document with macros'],
    [`${OPENXML}wordprocessingml.template.main+xml`, '.dotx', 'Word', 'template'],
    [`${MICROSOFT}word.template.macroEnabledTemplate.main+xml`, '.dotm', 'Word', 'template with macros'],
    [`${OPENXML}spreadsheetml.sheet.main+xml`, '.xlsx', 'Excel', 'workbook'],
    [`${MICROSOFT}excel.sheet.macroEnabled.main+xml`, '.xlsm', 'Excel', 'workbook with macros'],
    [`${MICROSOFT}excel.sheet.binary.macroEnabled.main`, '.xlsb', 'Excel', 'binary workbook'],
    [`${OPENXML}spreadsheetml.template.main+xml`, '.xltx', 'Excel', 'template'],
    [`${MICROSOFT}excel.template.macroEnabled.main+xml`, '.xltm', 'Excel', 'template with macros'],
    [`${MICROSOFT}excel.addin.macroEnabled.main+xml`, '.xlam', 'Excel', 'add-in'],
    [`${OPENXML}presentationml.presentation.main+xml`, '.pptx', 'PowerPoint', 'presentation'],
    [`${MICROSOFT}powerpoint.presentation.macroEnabled.main+xml`, '.pptm', 'PowerPoint', 'presentation with macros'],
    [`${OPENXML}presentationml.template.main+xml`, '.potx', 'PowerPoint', 'template'],
    [`${MICROSOFT}powerpoint.template.macroEnabled.main+xml`, '.potm', 'PowerPoint', 'template with macros'],
    [`${OPENXML}presentationml.slideshow.main+xml`, '.ppsx', 'PowerPoint', 'show'],
    [`${MICROSOFT}powerpoint.slideshow.macroEnabled.main+xml`, '.ppsm', 'PowerPoint', 'show with macros'],
    [`${MICROSOFT}visio.drawing.main+xml`, '.vsdx', 'Visio', 'drawing'],
    [`${MICROSOFT}visio.drawing.macroEnabled.main+xml`, '.vsdm', 'Visio', 'drawing with macros'],
    [`${MICROSOFT}visio.stencil.main+xml`, '.vssx', 'Visio', 'stencil'],
    [`${MICROSOFT}visio.stencil.macroEnabled.main+xml`, '.vssm', 'Visio', 'stencil with macros'],
    [`${MICROSOFT}visio.template.main+xml`, '.vstx', 'Visio', 'template'],
    [`${MICROSOFT}visio.template.macroEnabled.main+xml`, '.vstm', 'Visio', 'template with macros'],
    [`${OPENXML}themeManager+xml`, '.thmx', 'Office', 'theme'],
  ] as const
).map(([contentType, extension, application, kind]) => [
  contentType.toLowerCase(),
  { extension, application, title: `${application} ${kind}` },
]);

/** Extensions of documents of Office 97–2003, by program. */
const BINARY_EXTENSIONS: Readonly<Record<string, BinaryApplication>> = {
  '.doc': 'Word',
  '.dot': 'Word',
  '.xls': 'Excel',
  '.xlt': 'Excel',
  '.xla': 'Excel',
  '.ppt': 'PowerPoint',
  '.pps': 'PowerPoint',
  '.pot': 'PowerPoint',
};

/** All extensions that are native to Office, lower case with the dot. */
export const OFFICE_EXTENSIONS: readonly string[] = [
  ...PACKAGE_TYPES.map(([, { extension }]) => extension),
  ...Object.keys(BINARY_EXTENSIONS),
];

/** The document type whose main part has one of these content types. */
export function packageTypeOf(contentTypes: readonly string[]): PackageType | undefined {
  const present = new Set(contentTypes.map((contentType) => contentType.toLowerCase()));
  return PACKAGE_TYPES.find(([contentType]) => present.has(contentType))?.[1];
}

/** What kind of container an extension promises; undefined for one that is not native to Office. */
export function containerOfExtension(extension: string): 'opc' | 'binary' | undefined {
  if (Object.hasOwn(BINARY_EXTENSIONS, extension)) return 'binary';
  return OFFICE_EXTENSIONS.includes(extension) ? 'opc' : undefined;
}

/** Whether documents of Office 97–2003 with this extension belong to the program. */
export function isBinaryExtensionOf(application: Application, extension: string): boolean {
  return BINARY_EXTENSIONS[extension] === application;
}
