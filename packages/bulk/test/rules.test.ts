import assert from 'node:assert/strict';
import { ruledProtection, type ProtectionRules } from '@rightsmith/bulk';

describe('ruledProtection', () => {
  const cases: readonly (readonly [rules: ProtectionRules, name: string, expected: string])[] = [
    [{}, 'a.txt', 'default'],
    // CFG-1
    [{ txt: 'Pfile' }, 'a.txt', 'pfile'],
    [{ txt: 'Pfile' }, 'a.docx', 'default'],
    [{ txt: 'Pfile' }, 'A.TXT', 'pfile'],
    // CFG-2
    [{ '*': 'Pfile', txt: 'Off' }, 'a.txt', 'off'],
    [{ '*': 'Pfile', txt: 'Off' }, 'a.vsd', 'pfile'],
    [{ '*': 'Pfile', txt: 'Off' }, 'a.docx', 'default'],
    // CFG-3
    [{ docx: 'Off' }, 'a.docx', 'off'],
    [{ docx: 'Off' }, 'a.docm', 'default'],
    [{ '*': 'Off' }, 'a.docx', 'default'],
    [{ '*': 'Off' }, 'a.pdf', 'off'],
    [{ docx: 'Pfile' }, 'a.docx', 'default'],
    [{ vsd: 'Native' }, 'a.vsd', 'native'],
    [{ '.': 'Off' }, 'README', 'off'],
    [{ '.': 'Off' }, '.profile', 'off'],
    [{ '.': 'Off' }, 'a.txt', 'default'],
    [{ pdf: 'Pfile' }, 'a.pdf', 'pfile'],
    [{}, 'a.constructor', 'default'],
  ];
  for (const [rules, name, expected] of cases) {
    it(`takes ${name} for ${expected} by ${JSON.stringify(rules)}`, () => {
      assert.equal(ruledProtection(name, rules), expected);
    });
  }
});
