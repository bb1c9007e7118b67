/** Whom a grant means, read from its text. Addresses and domains are folded: compare them with `===`. */
export type User =
  /** Every authenticated user. */
  | { readonly kind: 'anyone' }
  /** Whoever the licence names as owner. */
  | { readonly kind: 'owner' }
  /** Everybody whose address ends in `@` and this domain. */
  | { readonly kind: 'domain'; readonly domain: string }
  /** A person or a group. */
  | { readonly kind: 'address'; readonly address: string };

/** Who asks: everything that addresses him, and every group he is in, directly or through other groups. */
export interface Identity {
  readonly address: string;
  readonly aliases: readonly string[];
  /** Addresses of the groups. */
  readonly groups: readonly string[];
}

/** Characters; the limit of mail addresses. */
const MAXIMUM_ADDRESS_LENGTH = 320;

// White space, control characters and what mail programs put around an address.
const UNFIT_FOR_ADDRESS = /[\s\p{C}<>@]/u;

/**
 * The form in which two spellings of an address are equal. Only A–Z lose their case: wider folding would make different
 * addresses equal (U+212A KELVIN SIGN becomes `k`) and so let strangers in.
 */
export function foldAddress(address: string): string {
  return /[A-Z]/.test(address) ? address.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : address;
}

/** Reads the text of a user in a grant: an address, `@example.com` or `example.com`, `anyone`, `owner`. Undefined for anything else. */
export function parseUser(text: string): User | undefined {
  if (text.length > MAXIMUM_ADDRESS_LENGTH) return undefined;
  const folded = foldAddress(text);
  if (folded === 'anyone' || folded === 'owner') return { kind: folded };
  const [local, domain, ...more] = folded.includes('@') ? folded.split('@') : ['', folded];
  if (local === undefined || domain === undefined || domain === '' || more.length > 0) return undefined;
  if (UNFIT_FOR_ADDRESS.test(local) || UNFIT_FOR_ADDRESS.test(domain)) return undefined;
  if (local !== '') return { kind: 'address', address: folded };
  // Without the at sign a name needs a dot to be a domain, or every forgotten one would be taken for a whole domain.
  return folded.startsWith('@') || domain.includes('.') ? { kind: 'domain', domain } : undefined;
}

/** Whether `owner` is one of the identity's own addresses; a group of his does not make him the owner. */
export function isOwner(identity: Identity, owner: string): boolean {
  const wanted = foldAddress(owner);
  return wanted !== '' && ownAddresses(identity).includes(wanted);
}

/**
 * Whether the text of a user in a grant means this identity. `owner` never does here: the owner of a licence needs no grant
 * (licenses.md §7.3, rule 4), so whoever still asks is not the owner.
 */
export function meansIdentity(user: string, identity: Identity): boolean {
  const parsed = parseUser(user);
  switch (parsed?.kind) {
    case 'anyone':
      return true;
    case 'domain':
      return ownAddresses(identity).some((address) => address.slice(address.lastIndexOf('@') + 1) === parsed.domain);
    case 'address':
      return [...ownAddresses(identity), ...identity.groups.map(foldAddress)].includes(parsed.address);
    case 'owner':
    case undefined:
      return false;
  }
}

function ownAddresses(identity: Identity): string[] {
  return [identity.address, ...identity.aliases].map(foldAddress);
}
