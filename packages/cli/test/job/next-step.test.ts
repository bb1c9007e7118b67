import assert from 'node:assert/strict';
import { AccessDenied, NotProtected, UnsupportedFormat, UsageError } from '@rightsmith/core';
import { nextStep } from '../../src/job/next-step.js';

describe('nextStep', () => {
  it('is what the error says, else whom the licence says to ask, else what is usual', () => {
    const referral = 'mailto:owner@example.com';
    assert.equal(nextStep(new AccessDenied('No.', { hint: 'Wait.', referral })), 'Wait.');
    assert.equal(nextStep(new AccessDenied('No.', { referral })), 'Ask for access: mailto:owner@example.com');
    assert.equal(nextStep(new AccessDenied('No.')), 'Ask the owner of the file for access.');
    assert.match(nextStep(new NotProtected('Plain.')), /\.$/);
  });

  it('names the help of the verb, and of the program where none is known', () => {
    assert.equal(nextStep(new UsageError('No.'), 'templates add'), 'See rightsmith templates add --help.');
    assert.equal(nextStep(new UsageError('No.')), 'See rightsmith --help.');
  });

  it('depends on why a file cannot be processed', () => {
    assert.match(nextStep(new UnsupportedFormat('Signed.', { reason: 'signed' })), /--allow-signed/);
    assert.match(nextStep(new UnsupportedFormat('Password.', { reason: 'password' })), /password/);
    assert.match(nextStep(new UnsupportedFormat('What?')), /rightsmith formats/);
  });
});
