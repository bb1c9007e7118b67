const GUID = /^(?:\{([0-9a-f-]{36})\}|([0-9a-f-]{36}))$/;
const GROUPS = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The GUID in lower case without braces; undefined when the text is none. Licences write both cases, with and without braces (`licenses.md` §2.7). */
export function normalizeGuid(text: string): string | undefined {
  const match = GUID.exec(text.toLowerCase());
  const guid = match?.[1] ?? match?.[2];
  return guid !== undefined && GROUPS.test(guid) ? guid : undefined;
}

/** The GUID as licences mostly write it: in braces. */
export function bracedGuid(guid: string): string {
  return `{${guid}}`;
}
