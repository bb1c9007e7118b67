import { type KeyObject, hash, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { UsageError } from '../errors.js';
import { aloneOrBeside } from './alone-or-beside.js';
import { encodeBase64 } from './base64.js';
import { type XmlFragment, rawXml, xml } from './xml-writer.js';

/**
 * Signs the message of a licence: RSASSA-PKCS1-v1_5 over its SHA-256. The message is the UTF-16LE text of `BODY`, the result the
 * big-endian RSA value; licenses.md §3.2.
 */
export type SignMessage = (message: Uint8Array) => Uint8Array | Promise<Uint8Array>;

const signAsync = promisify(sign);

/** Signs with a private RSA key in this process; several at a time outside the event loop. */
export function rsaSigner(privateKey: KeyObject): SignMessage {
  const signed = aloneOrBeside(
    (message: Uint8Array) => sign('sha256', message, privateKey),
    (message) => signAsync('sha256', message, privateKey),
  );
  return async (message) => {
    try {
      return new Uint8Array(await signed(message));
    } catch (cause) {
      throw new UsageError('The licence cannot be signed with this key.', { cause });
    }
  };
}

/** A whole block: `XrML` with the given `BODY` and its `SIGNATURE`, in the order and style of a server; licenses.md §3.2. */
export async function signBody(body: XmlFragment, signMessage: SignMessage): Promise<string> {
  const message: Uint8Array = Buffer.from(body.xml, 'utf16le');
  const digest = hash('sha256', message, 'buffer');
  const signature = await signMessage(message);
  const digestXml = xml`<DIGEST><ALGORITHM>SHA256</ALGORITHM><PARAMETER name="codingtype"><VALUE encoding="string">surface-coding</VALUE></PARAMETER>${valueXml(digest)}</DIGEST>`;
  const signatureXml = xml`<SIGNATURE>${digestXml}<ALGORITHM>RSA PKCS#1-V1.5</ALGORITHM>${valueXml(signature)}</SIGNATURE>`;
  return rootXml(xml`${body}${signatureXml}`);
}

/** The root element of a block as servers write it. */
export function rootXml(content: XmlFragment): string {
  return xml`<XrML xmlns="" version="1.2">${content}</XrML>`.xml;
}

function valueXml(bytes: Uint8Array): XmlFragment {
  return xml`<VALUE encoding="base64" size="${bytes.length * 8}">${rawXml(encodeBase64(bytes))}</VALUE>`;
}
