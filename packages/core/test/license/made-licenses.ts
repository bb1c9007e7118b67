import { createHash, generateKeyPairSync, type KeyObject, privateEncrypt, sign } from 'node:crypto';
import { fromKeyObject, type LicensePublicKey, publicKeyXml } from '../../src/license/public-key.js';

/** A key pair and its public half as licences carry it. */
export interface MadeKey {
  readonly privateKey: KeyObject;
  readonly key: LicensePublicKey;
}

export function makeKey(bits: 1024 | 2048 = 2048): MadeKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  return { privateKey, key: fromKeyObject(privateKey) };
}

/** What the stated digest and the RSA value are made of, where a test wants them wrong. */
export interface SigningFaults {
  /** What is hashed instead of the UTF-16LE text of the body. */
  readonly message?: Uint8Array;
  /** What the RSA value holds instead of the DigestInfo of the stated digest. */
  readonly content?: (digest: Buffer) => Uint8Array;
}

/** A block around the body, signed in mode 2. */
export function signedBlock(body: string, { privateKey }: MadeKey, faults: SigningFaults = {}): string {
  const message = faults.message ?? Buffer.from(body, 'utf16le');
  const digest = createHash('sha256').update(message).digest();
  const value =
    faults.content === undefined
      ? sign('sha256', message, privateKey)
      : privateEncrypt(privateKey, faults.content(digest));
  return (
    `<XrML xmlns="" version="1.2">${body}<SIGNATURE><DIGEST><ALGORITHM>SHA256</ALGORITHM>` +
    '<PARAMETER name="codingtype"><VALUE encoding="string">surface-coding</VALUE></PARAMETER>' +
    `<VALUE encoding="base64" size="256">${digest.toString('base64')}</VALUE></DIGEST>` +
    '<ALGORITHM>RSA PKCS#1-V1.5</ALGORITHM>' +
    `<VALUE encoding="base64" size="${value.length * 8}">${value.toString('base64')}</VALUE></SIGNATURE></XrML>`
  );
}

const SERVER = '<OBJECT type="MS-DRM-Server"><ID type="MS-GUID">{00000000-0000-4000-8000-000000000001}</ID></OBJECT>';

/** A certificate that names a holder and says what he may do and when. */
export interface MadeCertificate {
  readonly issuer: MadeKey;
  readonly holder: MadeKey;
  readonly issuedAt?: string;
  readonly right?: string;
  /** `FROM` and `UNTIL`; null leaves the range out. */
  readonly range?: readonly [string, string] | null;
}

export function certificate({
  issuer,
  holder,
  issuedAt = '2020-01-01T00:00',
  right = 'ISSUE',
  range,
}: MadeCertificate): string {
  const [from, until] = range ?? ['2019-01-01T00:00', '2021-01-01T00:00'];
  const time = range === null ? '' : `<TIME><RANGETIME><FROM>${from}</FROM><UNTIL>${until}</UNTIL></RANGETIME></TIME>`;
  return signedBlock(
    `<BODY type="LICENSE" version="3.0"><ISSUEDTIME>${issuedAt}</ISSUEDTIME>` +
      '<DESCRIPTOR><OBJECT type="Server-Licensor-Certificate"><ID type="MS-GUID">{00000000-0000-4000-8000-000000000002}</ID></OBJECT></DESCRIPTOR>' +
      `<ISSUER>${SERVER}${publicKeyXml(issuer.key)}</ISSUER>` +
      `<ISSUEDPRINCIPALS><PRINCIPAL internal-id="1">${SERVER}${publicKeyXml(holder.key)}</PRINCIPAL></ISSUEDPRINCIPALS>` +
      '<WORK><OBJECT type="Server-Licensor-Certificate" /><RIGHTSGROUP name="Main-Rights"><RIGHTSLIST>' +
      `<RIGHT name="${right}"><CONDITIONLIST>${time}<ACCESS><PRINCIPAL internal-id="1" /></ACCESS></CONDITIONLIST></RIGHT>` +
      '</RIGHTSLIST></RIGHTSGROUP></WORK></BODY>',
    issuer,
  );
}

/** The parts of a publishing licence's body, so that a test can change one. */
export interface MadeLicense {
  readonly issuedAt?: string;
  /** What stands between `ISSUEDTIME` and `ISSUER`. */
  readonly head?: string;
  readonly referral?: string;
  readonly contentId?: string;
  readonly sealedKey?: string;
  /** What stands behind `WORK`. */
  readonly tail?: string;
}

const SEALED_KEY = '<ENABLINGBITS type="sealed-key-v2"><VALUE encoding="base64" size="24">AAEC</VALUE></ENABLINGBITS>';

export function licenseBody(issuer: MadeKey, parts: MadeLicense = {}): string {
  const { issuedAt = '2020-06-01T12:00', head = '', referral = '', sealedKey = SEALED_KEY, tail = '' } = parts;
  const { contentId = '{00000000-0000-4000-8000-000000000003}' } = parts;
  const party = `${SERVER}${publicKeyXml(issuer.key)}`;
  return (
    `<BODY type="Microsoft Rights Label" version="3.0"><ISSUEDTIME>${issuedAt}</ISSUEDTIME>${head}` +
    `<ISSUER>${party}</ISSUER>${referral}` +
    `<ISSUEDPRINCIPALS><PRINCIPAL internal-id="1">${party}${sealedKey}</PRINCIPAL></ISSUEDPRINCIPALS>` +
    `<WORK><OBJECT><ID type="MS-GUID">${contentId}</ID></OBJECT></WORK>${tail}</BODY>`
  );
}
