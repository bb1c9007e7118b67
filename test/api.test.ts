import assert from 'node:assert/strict';
import { checkApi, REPORTED } from './support/api-report.js';
import { useTemporaryFolder } from './support/temporary-folder.js';

describe('the public interface', () => {
  const folder = useTemporaryFolder();

  for (const entry of REPORTED) {
    it(`of ${entry[2]} is that of its report; npm run api writes the report anew`, function () {
      this.timeout(120_000);
      assert.deepEqual(checkApi(entry, folder(), false), []);
    });
  }
});
