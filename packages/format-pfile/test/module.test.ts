import assert from 'node:assert/strict';
import { createContainer, FormatHandlerId } from '@rightsmith/core/container';
import { pfileModule } from '@rightsmith/format-pfile/module';

describe('pfileModule', () => {
  it('binds the handler to a container', () => {
    const container = createContainer({ modules: [pfileModule] });
    assert.deepEqual(
      container.getAll(FormatHandlerId).map(({ info }) => info.id),
      ['pfile'],
    );
  });
});
