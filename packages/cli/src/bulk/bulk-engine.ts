import type { OpenEngine } from '@rightsmith/bulk';
import type { SessionOptions } from '../job/job.js';
import { Wiring } from '../wiring.js';

/** What a thread needs to know to wire an engine as this process does. It reads configuration, home and passphrase itself. */
export interface BulkEngineData {
  readonly session: SessionOptions;
  readonly superUser: boolean;
}

/** An engine for a thread: of the same session, with a client of its own. */
export const openEngine: OpenEngine = async (data, { keyless }) => {
  const { session, superUser } = data as BulkEngineData;
  const wiring = new Wiring(session);
  try {
    const engine = await (keyless ? wiring.keylessEngine() : wiring.engine({ superUser }));
    return { engine, close: () => wiring.close() };
  } catch (error) {
    await wiring.close();
    throw error;
  }
};
