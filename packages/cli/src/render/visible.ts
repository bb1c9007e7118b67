/**
 * Characters that steer a terminal or hide text: controls, invisible formatting (direction marks among them), line and
 * paragraph separators, and halves of surrogate pairs.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A text from outside, safe to print on one line: what would steer the terminal is shown as `\u{1b}`. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** JSON in which no character steers a terminal; the value it stands for is the same. */
export function visibleJson(value: unknown, indent?: number): string {
  // JSON.stringify escapes the first 32 controls itself; the line feeds that are left are its own indentation.
  return JSON.stringify(value, undefined, indent).replace(INVISIBLE, (character) =>
    character === '\n' ? character : jsonEscape(character),
  );
}

function jsonEscape(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}
