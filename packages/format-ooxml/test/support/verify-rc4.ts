/** Checks passwords of RC4 encryption, in a process whose OpenSSL has it, and prints as JSON what came out. */
import { createCipheriv, hash } from 'node:crypto';
import { concat, FieldReader } from '../../src/data-spaces/fields.js';
import { readCryptoApi, readRc4, verifies } from '../../src/recognize/built-in-password-rc4.js';
import { detected } from './protecting.js';
import { filePass, rc4Description, type Rc4Check } from './rc4-file-pass.js';
import { workbookWith } from './workbook-with.js';

const bytes = (hex: string): Uint8Array => Buffer.from(hex, 'hex');

/** Two of the example hashes that the documentation of hashcat prints for Office 97–2003; their password is `hashcat`. */
const KNOWN: Readonly<Record<'rc4' | 'rc4-cryptoapi', Rc4Check>> = {
  rc4: {
    salt: bytes('04477077758555626246182730342136'),
    verifier: bytes('b1b72ff351e41a7c68f6b45c4e938bd6'),
    verifierHash: bytes('0d95331895e99f73ef8b6fbc4a78ac1a'),
  },
  'rc4-cryptoapi': {
    salt: bytes('83328705222323020515404251156288'),
    verifier: bytes('2855956a165ff6511bc7f4cd77b9e101'),
    verifierHash: bytes('941861655e73a09c40f7b1e9dfd0c256ed285acd'),
  },
};
const READERS = { rc4: readRc4, 'rc4-cryptoapi': readCryptoApi } as const;

/** A check that the password passes. */
function checkOf(scheme: 'rc4' | 'rc4-cryptoapi', password: string): Rc4Check {
  const [salt, secret] = [new Uint8Array(16).fill(1), new Uint8Array(16).fill(2)];
  const unknown = { salt, verifier: secret, verifierHash: new Uint8Array(20) };
  const { key, digest } = READERS[scheme](new FieldReader(rc4Description(scheme, unknown), scheme), password);
  const encrypted = createCipheriv('rc4', key, null).update(concat([secret, hash(digest, secret, 'buffer')]));
  return { salt, verifier: encrypted.subarray(0, 16), verifierHash: encrypted.subarray(16) };
}

const results: Record<string, unknown> = {};
for (const scheme of ['rc4', 'rc4-cryptoapi'] as const) {
  const opens = (password: string): boolean | undefined =>
    verifies(READERS[scheme](new FieldReader(rc4Description(scheme, KNOWN[scheme]), scheme), password));
  const reasonWith = async (password: string): Promise<string | undefined> =>
    (await detected(await workbookWith(filePass(scheme, checkOf(scheme, password)))))?.reason;
  results[scheme] = {
    right: opens('hashcat'),
    wrong: opens('Hashcat'),
    builtIn: await reasonWith('VelvetSweatshop'),
    other: await reasonWith('secret'),
  };
}
console.log(JSON.stringify(results));
