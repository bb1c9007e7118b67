import { HRESULT, LIST_FLAG } from '../abi/constants.js';
import { LISTS } from '../abi/structs.js';
import { HresultFailure } from '../library/hresult-failure.js';
import type { Library } from '../library/library.js';
import { inScope, type Scope } from '../library/scope.js';
import type { IssuerFacts, Operations, ServiceAddress, TemplateFacts } from '../thread/messages.js';
import { promptArgument } from './prompt.js';
import { fromBlock, readList, serviceArgument, text } from './values.js';

const FORCE_DOWNLOAD = 1;

/** The templates of the identity, once for each language that any has a name in. @throws HresultFailure */
export function listTemplates(library: Library, call: Operations['templates']['call']): readonly TemplateFacts[] {
  return call.lcids.flatMap((lcid) => inScope(library, (scope) => listInLanguage(scope, call, lcid)));
}

function listInLanguage(
  scope: Scope,
  { prompt, service, forceDownload = false }: Operations['templates']['call'],
  lcid: number,
): readonly TemplateFacts[] {
  const { library } = scope;
  const flags = addressFlag(service) | (forceDownload ? FORCE_DOWNLOAD : 0);
  const context = promptArgument(scope, prompt);
  try {
    return fromBlock(
      scope,
      (out) => {
        library.call('IpcGetTemplateList', serviceArgument(service), flags, lcid, context, null, out);
      },
      readTemplates,
    );
  } catch (error) {
    // It says so where no template has a name in the language; rms-client-features.md TPL-4.
    if (error instanceof HresultFailure && error.hresult === HRESULT.localeNotFound) return [];
    throw error;
  }
}

function readTemplates(library: Library, address: bigint): readonly TemplateFacts[] {
  return readList(library, address, LISTS.templates).map((entry) => ({
    id: text(entry['wszID']),
    lcid: entry['lcid'] as number,
    name: text(entry['wszName']),
    description: text(entry['wszDescription']),
    issuer: text(entry['wszIssuerDisplayName']),
  }));
}

/** The services this identity knows. @throws HresultFailure */
export function listIssuers(library: Library, call: Operations['issuers']['call']): readonly IssuerFacts[] {
  return inScope(library, (scope) => {
    const block = issuerBlock(scope, { ...call, defaultOnly: false });
    return readList(library, block, LISTS.issuers).map(issuerFacts);
  });
}

/** A list of issuers that lives as long as the scope: the default one, or those at the given address, or all. */
export function issuerBlock(
  scope: Scope,
  { prompt, service, defaultOnly }: Operations['issuers']['call'] & { readonly defaultOnly: boolean },
): bigint {
  const { library } = scope;
  const flags = addressFlag(service) | (defaultOnly && service === undefined ? LIST_FLAG.defaultServerOnly : 0);
  const context = promptArgument(scope, prompt);
  return scope.block((out) => {
    library.call('IpcGetTemplateIssuerList', serviceArgument(service), flags, context, null, out);
  });
}

export function issuerFacts(entry: Readonly<Record<string, unknown>>): IssuerFacts {
  const connection = entry['connectionInfo'] as Readonly<Record<string, unknown>>;
  return {
    extranet: text(connection['wszExtranetUrl']),
    intranet: text(connection['wszIntranetUrl']),
    name: text(entry['wszDisplayName']),
    fromScratch: entry['fAllowFromScratch'] !== 0,
  };
}

function addressFlag(service: ServiceAddress | undefined): number {
  return service?.licensing === true ? LIST_FLAG.licensingUrl : 0;
}
