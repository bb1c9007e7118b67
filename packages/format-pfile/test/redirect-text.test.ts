import assert from 'node:assert/strict';
import { testCipher } from './support/ciphers.js';
import { plaintext, wrapped } from './support/round-trip.js';

describe('the text for people who open a PFILE in a plain viewer', () => {
  let text: string;

  before(async () => {
    const file = Buffer.from(await wrapped(plaintext(1), testCipher('CBC4K')));
    text = file.toString('latin1', 18, 18 + file.readUInt32LE(14));
  });

  it('is ASCII with CR LF line ends', () => {
    assert.match(text, /^[\x20-\x7e\r\n]+$/);
    assert.doesNotMatch(text.replaceAll('\r\n', ''), /[\r\n]/);
  });

  it('begins and ends with blank lines', () => {
    assert.match(text, /^(\r\n){2,}/);
    assert.match(text, /(\r\n){2,}$/);
  });

  it('says what the file is, how to open it, and not to edit it', () => {
    assert.match(text, /protected file/);
    assert.match(text, /rightsmith unprotect/);
    assert.match(text, /Do not edit/);
  });
});
