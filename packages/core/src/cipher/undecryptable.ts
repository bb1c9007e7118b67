import { CorruptFile } from '../errors.js';

/** One error for every reason: telling wrong padding from a wrong key or a cut end would help an attacker; crypto.md §9. */
export function undecryptable(): CorruptFile {
  return new CorruptFile(
    'The encrypted content is damaged or cut short, or the key is not the one it was encrypted with.',
    { where: { structure: 'encrypted content' } },
  );
}
