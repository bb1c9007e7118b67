/** One challenge of a `WWW-Authenticate` header. */
export interface AuthenticateChallenge {
  /** Lower case. */
  readonly scheme: string;
  /** By name in lower case; of several with one name the first. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Characters of a header that are looked at; whatever follows is ignored. */
const MAXIMUM_LENGTH = 8192;

// RFC 9110 §5.6.2, §5.6.4, §11.2. Each is tried at one place, and none can go back over what it took.
const TOKEN = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const SPACES = /[ \t]*/y;
const EQUALS = /[ \t]*=[ \t]*/y;
const QUOTED = /"((?:[^"\\]|\\[^])*)"/y;
/** More than a token: services write URLs without quotes. */
const BARE_VALUE = /[^\s,"]+/y;
const TOKEN_68 = /[0-9A-Za-z._~+/-]+=*(?=[ \t]*(?:,|$))/y;

/** The challenges of a `WWW-Authenticate` header by RFC 9110 §11.6.1. What cannot be read ends the reading, and never throws. */
export function parseChallenges(header: string): readonly AuthenticateChallenge[] {
  const text = header.slice(0, MAXIMUM_LENGTH);
  const challenges: { readonly scheme: string; readonly parameters: Map<string, string> }[] = [];
  let position = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = position;
    const match = pattern.exec(text) ?? undefined;
    if (match !== undefined) position += match[0].length;
    return match;
  };
  const takeValue = (): string | undefined => take(QUOTED)?.[1]?.replaceAll(/\\([^])/g, '$1') ?? take(BARE_VALUE)?.[0];

  while (position < text.length) {
    take(SPACES);
    if (text[position] === ',') {
      position += 1;
      continue;
    }
    const name = take(TOKEN)?.[0].toLowerCase();
    if (name === undefined) break;
    if (take(EQUALS) === undefined) {
      challenges.push({ scheme: name, parameters: new Map() });
      take(SPACES);
      take(TOKEN_68);
      continue;
    }
    const value = takeValue();
    if (value === undefined) break;
    const parameters = challenges.at(-1)?.parameters;
    if (parameters !== undefined && !parameters.has(name)) parameters.set(name, value);
  }
  return challenges;
}
