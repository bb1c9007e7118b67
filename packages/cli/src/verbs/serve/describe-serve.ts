import type { ServeJob } from '../../job/job.js';
import type { VerbFor } from '../verb.js';

/** `rightsmith serve` as data. */
export const SERVE: VerbFor<ServeJob> = {
  name: 'serve',
  files: 'none',
  summary: 'run a rights management service over HTTP',
  notes: [
    'Runs until it is interrupted (Ctrl+C, SIGTERM), and then answers what was asked before it ends.',
    'Settings come from server.json in the home, or from --settings. Sign-in needs a token issuer there, or --dev.',
    'With RIGHTSMITH_DATABASE set to the URL of a PostgreSQL database everything is kept there instead of in the home.',
  ],
  options: {
    host: { kind: 'text', value: 'ADDRESS', help: 'address to listen on (else 127.0.0.1)' },
    port: { kind: 'number', value: 'N', help: 'port to listen on (else 8443 with TLS, 8080 without; 0: any free one)' },
    url: { kind: 'text', value: 'URL', help: 'URL where callers reach it, which new licences name too' },
    settings: { kind: 'text', value: 'FILE', help: 'file with settings instead of server.json in the home' },
    dev: { kind: 'flag', help: 'let everybody on this computer sign in as a test user; for trying things out' },
  },
};
