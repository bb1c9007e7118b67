import { posix } from 'node:path';

/** How files of one extension are protected: natively, in the generic wrapper, or not at all. */
export type ProtectionRule = 'Native' | 'Pfile' | 'Off';

/** Rules by extension in lower case, without the dot; `.` is for files without one, `*` for all others. */
export type ProtectionRules = Readonly<Record<string, ProtectionRule>>;

/** What a rule makes of a file; `default`: what its format does. */
export type RuledProtection = 'default' | 'native' | 'pfile' | 'off';

/** Extensions of Office, which `*` does not touch and which `Pfile` cannot wrap; rms-client-features.md §17.4. */
const OFFICE_EXTENSIONS: ReadonlySet<string> = new Set(
  (
    'doc dot xla xls xlt pps ppt docm docx dotm dotx xlam xlsb xlsm xlsx xltm xltx xps potm potx ppsx ppsm pptm pptx thmx ' +
    'vsdx vsdm vssx vssm vstx vstm'
  ).split(' '),
);

/** Decides by the rule for the extension, else by that for `*`; rms-client-features.md §17.4, steps 3 to 5. */
export function ruledProtection(name: string, rules: ProtectionRules): RuledProtection {
  const extension = posix.extname(name).slice(1).toLowerCase();
  const own = Object.hasOwn(rules, extension || '.') ? rules[extension || '.'] : undefined;
  const isOffice = OFFICE_EXTENSIONS.has(extension);
  const rule = own ?? (isOffice ? undefined : rules['*']);
  if (rule === 'Off') return 'off';
  if (isOffice || rule === undefined) return 'default';
  return rule === 'Pfile' ? 'pfile' : 'native';
}
