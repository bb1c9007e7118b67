import assert from 'node:assert/strict';
import { AccessDenied, CannotRead, CorruptFile, InternalError } from '@rightsmith/core';
import { errorText } from '../../src/render/error-text.js';

describe('errorText', () => {
  it('tells file, sentence, place, cause, next step and code', () => {
    const cause = Object.assign(new Error('EACCES: permission denied, read'), { code: 'EACCES', syscall: 'read' });
    const error = new CannotRead('The file cannot be read.', {
      where: { file: 'somewhere', structure: 'fixed header', offset: 12 },
      hint: 'Check its permissions.',
      cause,
    });
    assert.equal(
      errorText(error, { file: 'a.ptxt', verbose: false }),
      [
        'rightsmith: a.ptxt: The file cannot be read. (fixed header, byte 12)',
        '  cause: EACCES: permission denied, read',
        '  next:  Check its permissions.',
        '  code:  CannotRead (exit 60)',
      ].join('\n'),
    );
  });

  it('tells the usual next step of an error that names none', () => {
    assert.equal(
      errorText(new AccessDenied('No right.'), { verbose: false }),
      'rightsmith: No right.\n  next:  Ask the owner of the file for access.\n  code:  AccessDenied (exit 31)',
    );
  });

  it('paints the beginning and the labels, and nothing from outside', () => {
    const error = new CorruptFile('Bad.', { hint: 'Look.', where: { file: 'a' } });
    assert.equal(
      errorText(error, { verbose: false, paint: (style, text) => `<${style} ${text}>` }),
      '<red rightsmith:> a: Bad.\n  <dim next:>  Look.\n  <dim code:>  CorruptFile (exit 51)',
    );
  });

  it('shows no cause that may quote a secret, not even when verbose', () => {
    const error = new CorruptFile('The use licence is not JSON.', {
      cause: new SyntaxError('Unexpected token "secret"'),
    });
    assert.doesNotMatch(errorText(error, { verbose: false }), /secret/);
    assert.doesNotMatch(errorText(error, { verbose: true }), /secret/);
  });

  it('tells where in the program it happened when verbose', () => {
    assert.match(
      errorText(new InternalError('Oh.', { cause: new TypeError('x') }), { verbose: true }),
      /TypeError\n\s+at /,
    );
  });

  it('lets no text from outside steer the terminal', () => {
    const error = new CorruptFile('Bad \u001b[2J.', { where: { structure: '\u009b1m' }, hint: '\u0007' });
    const text = errorText(error, { file: '\u001b]0;x', verbose: false });
    assert.doesNotMatch(text.replaceAll('\n', ''), /\p{Cc}/u);
  });
});
