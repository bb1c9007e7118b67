import { posix } from 'node:path';
import { UsageError } from '../errors.js';
import type { NamingRule } from '../format/format-handler.js';

/** What a file without a name is called; its stored extension comes behind it. */
export const NAMELESS = 'unprotected';

/** How to name a protected file: by the format's table, always with the suffix, or always with the letter p. */
export type NameStyle = 'auto' | 'suffix' | 'prefix';

const PROTECTED_MARK = '-protected';
const REPUBLISHED_MARK = '-republished';
const UNPROTECTED_MARK = '-unprotected';

/** Extensions that older programs prefixed and that are no longer in a format's table: `.ppdf`; pfile.md §8. */
const FORMERLY_PREFIXED: readonly string[] = ['.pdf'];

/** Characters; no real extension comes near. */
const LONGEST_EXTENSION = 64;

/**
 * One dot, then no separator, stream mark, wildcard, control or formatting character (which could turn a shown name round),
 * and neither blank nor dot at the end, which Windows drops.
 */
const SAFE_EXTENSION = /^\.[^./\\:*?"<>|\p{C}]*[^./\\:*?"<>|\p{C}\p{Z}]$/u;

/** Whether a stored extension, which is untrusted text, may become part of a file name. */
export function isSafeExtension(extension: string): boolean {
  return extension.length <= LONGEST_EXTENSION && SAFE_EXTENSION.test(extension);
}

/**
 * The name a file gets by protecting it; rms-client-features.md §17.4. Where that is its name already: `a-protected.docx`.
 *
 * @throws UsageError for a path, or a name that is none
 */
export function protectedName(name: string, rule: NamingRule, style: NameStyle = 'auto'): string {
  const protectedAs = protectedNameInPlace(name, rule, style);
  return sameName(protectedAs, name) ? withMark(name, PROTECTED_MARK) : protectedAs;
}

/** As {@link protectedName} for output that replaces its input: a name that does not change stays. @throws UsageError */
export function protectedNameInPlace(name: string, rule: NamingRule, style: NameStyle = 'auto'): string {
  checkName(name);
  if (rule.kind === 'keep') return name;
  const { stem, extension } = split(name);
  const prefixed = style === 'auto' ? rule.prefixed.includes(extension.toLowerCase()) : style === 'prefix';
  return prefixed && extension.length > 1 ? `${stem}.p${extension.slice(1)}` : name + rule.suffix;
}

/**
 * The name of a file with a new policy beside the old: `a-republished.docx`, `a-republished.vsd.pfile`.
 *
 * @throws UsageError for a path, or a name that is none
 */
export function republishedName(name: string, rule: NamingRule): string {
  checkName(name);
  const isSuffixed = rule.kind === 'suffix' && name.toLowerCase().endsWith(rule.suffix);
  const suffix = isSuffixed ? name.slice(-rule.suffix.length) : '';
  const original = name.slice(0, name.length - suffix.length);
  return isName(original) ? withMark(original, REPUBLISHED_MARK) + suffix : withMark(name, REPUBLISHED_MARK);
}

/**
 * The name a file gets by removing its protection: its name before; where that is its name already: `a-unprotected.docx`.
 * The stored extension wins where it disagrees with the name (pfile.md §8), unless it is not safe.
 *
 * @throws UsageError for a path, or a name that is none
 */
export function unprotectedName(name: string, rule: NamingRule, originalExtension?: string): string {
  const original = unprotectedNameInPlace(name, rule, originalExtension);
  return sameName(original, name) ? withoutMark(name) : original;
}

/** As {@link unprotectedName} for output that replaces its input: a name that does not change stays. @throws UsageError */
export function unprotectedNameInPlace(name: string, rule: NamingRule, originalExtension?: string): string {
  checkName(name);
  const original = rule.kind === 'keep' ? name : withoutSuffixOrPrefix(name, rule);
  if (originalExtension === undefined || !isSafeExtension(originalExtension)) return original;
  const agrees = original.toLowerCase().endsWith(originalExtension.toLowerCase());
  return agrees ? original : split(original).stem + originalExtension;
}

function withoutSuffixOrPrefix(name: string, rule: NamingRule & { readonly kind: 'suffix' }): string {
  if (name.toLowerCase().endsWith(rule.suffix)) {
    const stem = name.slice(0, -rule.suffix.length);
    return isName(stem) ? stem : name;
  }
  const { stem, extension } = split(name);
  if (extension.charAt(1).toLowerCase() !== 'p') return name;
  const original = `.${extension.slice(2)}`;
  const known = [...rule.prefixed, ...FORMERLY_PREFIXED].includes(original.toLowerCase());
  return known ? stem + original : name;
}

function withMark(name: string, mark: string): string {
  const { stem, extension } = split(name);
  return stem + mark + extension;
}

/** Takes off the mark that {@link protectedName} may have set, so that the way back ends at the original name. */
function withoutMark(name: string): string {
  const { stem, extension } = split(name);
  const isMarked = stem.endsWith(PROTECTED_MARK) && stem !== PROTECTED_MARK;
  const original = isMarked ? stem.slice(0, -PROTECTED_MARK.length) + extension : '';
  return isName(original) ? original : withMark(name, UNPROTECTED_MARK);
}

/** The extension has its dot; a name that only begins with one has none. */
function split(name: string): { readonly stem: string; readonly extension: string } {
  const extension = posix.extname(name);
  return { stem: name.slice(0, name.length - extension.length), extension };
}

/** File systems of Windows and macOS take names in other letter case for the same. */
function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** False for what stands for a folder, or for nothing. */
function isName(text: string): boolean {
  return !/^\.*$/.test(text);
}

function checkName(name: string): void {
  if (/[/\\\0]/.test(name)) throw new UsageError('A file name without folders is needed here.');
  if (!isName(name)) throw new UsageError('A file name is needed here.');
}
