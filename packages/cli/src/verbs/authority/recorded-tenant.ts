import type { TenantAdministration } from '@rightsmith/authority';
import type { JobContext } from '../../job/job-context.js';

/** The keys and the address of the embedded authority; whoever changes them is on record. */
export async function recordedTenant({ wiring }: JobContext): Promise<TenantAdministration> {
  const { as } = await wiring.settings();
  return (await wiring.authority()).tenantFor(as.value);
}
