import { chooseName, type LocalizedName } from '@rightsmith/core';

/** Languages beyond which an `Accept-Language` header is not looked at. */
const MAXIMUM_LANGUAGES = 20;

/** The tags of an `Accept-Language` header by preference; what cannot be read is passed over. */
export function acceptedLanguages(header: string | undefined): readonly string[] {
  return (header ?? '')
    .split(',', MAXIMUM_LANGUAGES)
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((text) => text.trim());
      const weight = Number(/^q=([\d.]+)$/i.exec(parameters[0] ?? 'q=1')?.[1] ?? 1);
      return { tag, weight };
    })
    .filter(({ tag, weight }) => /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i.test(tag) && weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);
}

/** Members that tell a policy's name in the language of the caller. */
export function nameMembers(
  names: readonly LocalizedName[],
  languages: readonly string[],
): { readonly Name: string | null; readonly Description: string | null } {
  const name = chooseName(names, languages);
  return { Name: name?.name ?? null, Description: name?.description ?? null };
}
