import { NotSupportedByClient, UsageError } from '@rightsmith/core';

/** The clouds of the vendor; rest.md §1. */
export const CLOUD_HOSTS: readonly string[] = ['*.aadrm.com', '*.aadrm.us', '*.aadrm.cn'];

/** `name`, `*.name`, either with `:port`; or `[address]` of IPv6. */
const RULE = /^(\*\.)?([a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/i;

interface HostRule {
  /** Whether it means every name below, but not the name itself. */
  readonly below: boolean;
  readonly name: string;
  /** Absent: the usual port of HTTPS. */
  readonly port?: string;
}

/**
 * The hosts that tokens and licences may go to. URLs come from licences, from DNS and from answers, all of which an attacker may
 * have written.
 */
export class AllowedHosts {
  readonly #rules: readonly HostRule[];

  /** @param hosts - `rms.example.com`, `*.example.com` (names below only), `rms.example.com:8443`. @throws UsageError for what is none */
  constructor(hosts: readonly string[]) {
    this.#rules = hosts.map(readRule);
  }

  /** Whether a name could be one of an allowed host, on whatever port. */
  allowsName(name: string): boolean {
    return this.#rules.some((rule) => matchesName(rule, name.toLowerCase()));
  }

  /**
   * The URL, if licences may go there: HTTPS (or HTTP to this machine), an allowed host and port, no user name in it.
   *
   * @throws NotSupportedByClient saying what to allow
   */
  check(url: string): URL {
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (parsed === undefined) throw new NotSupportedByClient(`The service is named by what is no URL: ${shown(url)}.`);
    const { protocol, hostname, port, username, password } = parsed;
    if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname)))
      throw new NotSupportedByClient(`Licences go to services over HTTPS only, not to ${shown(url)}.`);
    if (username !== '' || password !== '')
      throw new NotSupportedByClient('The URL of the service has a user name or password in it.');
    const usualPort = protocol === 'https:' ? '443' : '80';
    const portThere = port === '' ? usualPort : port;
    const isAllowed = this.#rules.some((rule) => matchesName(rule, hostname) && (rule.port ?? usualPort) === portThere);
    if (isAllowed) return parsed;
    throw new NotSupportedByClient(`The service at ${parsed.host} is not one of those this client may talk to.`, {
      hint: `If you trust it, add "${parsed.host}" to the allowed hosts (in a profile: "hosts").`,
    });
  }
}

/** Whether a host of a URL is this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

function readRule(text: string): HostRule {
  const [, wildcard, name, port] = RULE.exec(text) ?? [];
  if (name === undefined) {
    throw new UsageError(`${JSON.stringify(text)} is no host to allow.`, {
      hint: 'Write rms.example.com, *.example.com or rms.example.com:8443.',
    });
  }
  return { below: wildcard !== undefined, name: name.toLowerCase(), ...(port !== undefined && { port }) };
}

function matchesName({ below, name }: HostRule, hostname: string): boolean {
  return below ? hostname.endsWith(`.${name}`) && hostname.length > name.length + 1 : hostname === name;
}

function shown(url: string): string {
  return JSON.stringify(url.slice(0, 200));
}
