import assert from 'node:assert/strict';
import { CIPHER_MODES, cipherModeByServiceName } from '@rightsmith/core';

describe('cipher modes', () => {
  it('are found by the name the service uses, however it is spelled', () => {
    assert.equal(cipherModeByServiceName('MICROSOFT.CBC4K'), 'CBC4K');
    assert.equal(cipherModeByServiceName('Microsoft.Cbc512.NoPadding'), 'CBC512');
    assert.equal(cipherModeByServiceName('microsoft.ecb'), 'ECB');
  });

  it('are not found by any other name', () => {
    for (const name of ['', 'CBC4K', 'MICROSOFT.CBC4K ', 'MICROSOFT.CBC512', 'MICROSOFT.CBC4K.NOPADDING']) {
      assert.equal(cipherModeByServiceName(name), undefined, name);
    }
  });

  it('differ in every code they have elsewhere', () => {
    const modes = Object.values(CIPHER_MODES);
    for (const fact of ['serviceName', 'segmentSize', 'sealedKeyCode', 'mipNumber'] as const) {
      assert.equal(new Set(modes.map((mode) => mode[fact])).size, modes.length, fact);
    }
  });
});
