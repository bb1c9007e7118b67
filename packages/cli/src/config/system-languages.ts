/** The languages of the user by the operating system, BCP 47 tags in order of preference. */
export function systemLanguages(): readonly string[] {
  return [Intl.DateTimeFormat().resolvedOptions().locale];
}
