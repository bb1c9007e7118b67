import { LANGUAGE_IDS } from './language-ids.js';
import type { LocalizedName } from './policy.js';

const ENGLISH_LCID = 1033;

/**
 * The name to show to somebody: the first of his languages that there is a name for, else the English one, else the first
 * (rms-client-features.md TPL-4). A language that is there only for another region counts too.
 *
 * @param languages - BCP 47 tags in order of preference; what is none is skipped
 */
export function chooseName(names: readonly LocalizedName[], languages: readonly string[]): LocalizedName | undefined {
  const byLcid = (wanted: number | undefined): LocalizedName | undefined => names.find(({ lcid }) => lcid === wanted);
  for (const tag of languages) {
    const found = byLcid(languageId(tag)) ?? names.find(({ lcid }) => speaks(lcid, tag));
    if (found !== undefined) return found;
  }
  return byLcid(ENGLISH_LCID) ?? names[0];
}

/** The Windows language id for a BCP 47 tag, with the usual region where it names none; undefined where there is none. */
export function languageId(tag: string): number | undefined {
  return LANGUAGE_IDS.get(regionalTag(tag));
}

/** The tag as language and region, with the usual region where it names none: `de` → `de-DE`, `zh-Hant` → `zh-TW`. */
function regionalTag(tag: string): string {
  try {
    const { language, region = '' } = new Intl.Locale(tag).maximize();
    return `${language}-${region}`;
  } catch {
    return '';
  }
}

function speaks(lcid: number, tag: string): boolean {
  const [language] = regionalTag(tag).split('-');
  return [...LANGUAGE_IDS].some(([known, id]) => id === lcid && known.startsWith(`${language ?? ''}-`));
}
