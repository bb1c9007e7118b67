import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeStore } from '@rightsmith/authority/store';
import { testStore } from '@rightsmith/testkit/store';

describe('the home', () => {
  testStore({
    create: () => {
      const folder = mkdtempSync(join(tmpdir(), 'rightsmith-test-'));
      return {
        open: () => homeStore({ home: join(folder, 'home') }),
        remove: () => {
          rmSync(folder, { recursive: true, force: true });
        },
      };
    },
  });
});
