/** How a document is encrypted with a password. */
export type PasswordScheme = keyof typeof PASSWORD_SCHEMES;

/** What a person is told of each. */
export const PASSWORD_SCHEMES = {
  agile: 'agile encryption, of Office 2010 and later',
  standard: 'standard encryption, of Office 2007',
  extensible: 'extensible encryption, by an add-in',
  xor: 'XOR obfuscation',
  rc4: 'RC4',
  'rc4-cryptoapi': 'RC4 by CryptoAPI',
  unknown: 'an unknown method',
} as const;
