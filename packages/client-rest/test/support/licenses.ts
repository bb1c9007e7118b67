import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthority } from '@rightsmith/authority';
import { callContext } from './loopback-service.js';

/** A publishing licence of alice's that names the service at `url`; with the content id in it. */
export async function licenseNaming(
  url: string,
): Promise<{ readonly license: Uint8Array; readonly contentId: string }> {
  const home = mkdtempSync(join(tmpdir(), 'rightsmith-licenses-'));
  try {
    const authority = await openAuthority({ home });
    await authority.tenant.setUrl(url);
    const policy = { names: [], grants: [{ users: ['bob@example.com'], rights: ['VIEW'] }] };
    const { license, contentId } = await authority
      .clientFor('alice@example.com')
      .publish({ policy, labels: [], deprecatedAlgorithms: false }, callContext());
    return { license, contentId };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
