/** What a client learns on its way in, as far as known clients differ about it. */
export interface Seen {
  mcpUrl: string;
  /** Parameters that the challenge names more than once. */
  repeated: readonly string[];
  /** `resource` of the resource metadata, and where the authorization server was looked for. */
  resource?: unknown;
  issuerAsked?: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: a stranger's document is looked at field by field
  server?: any;
  /** Whether the answer that came back with the code named its issuer; undefined before there is one. */
  answerNamesIssuer?: boolean;
}

/** Something that a lenient client passes over, and at which others that are known stop. */
export interface Strictness {
  who: string;
  /** Why they stop here; undefined where they go on. */
  stopsBecause(seen: Seen): string | undefined;
  evidence: string;
}

const lists = (value: unknown, item: string): boolean => Array.isArray(value) && value.includes(item);
const withoutSlash = (url: unknown): string => String(url).replace(/\/$/, '');
const isLoopback = (url: URL): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);

function isPlain(url: unknown): boolean {
  if (typeof url !== 'string' || !URL.canParse(url)) return false;
  const parsed = new URL(url);
  return parsed.protocol === 'http:' && !isLoopback(parsed);
}

/** At the challenge. */
export const AT_THE_CHALLENGE: readonly Strictness[] = [
  {
    who: 'clients that read a challenge to the letter',
    stopsBecause: ({ repeated }) =>
      repeated.includes('resource_metadata') ? 'resource_metadata stands twice in one challenge' : undefined,
    evidence: 'RFC 9110 §11.2: a parameter occurs once in a challenge',
  },
];

/** At the resource metadata. */
export const AT_THE_RESOURCE: readonly Strictness[] = [
  {
    who: 'Gemini CLI and VS Code',
    stopsBecause: ({ resource, mcpUrl }) =>
      resource === mcpUrl ? undefined : `its resource is ${JSON.stringify(resource)}, and not ${mcpUrl} to the letter`,
    evidence: 'google-gemini/gemini-cli, oauth-utils.ts; microsoft/vscode, oauth.ts; RFC 9728 §3.3',
  },
];

/** At the metadata of the authorization server. */
export const AT_THE_SERVER: readonly Strictness[] = [
  {
    who: 'the official Python SDK',
    stopsBecause: ({ server, issuerAsked }) =>
      server.issuer !== issuerAsked && withoutSlash(server.issuer) === withoutSlash(issuerAsked)
        ? `its issuer is ${JSON.stringify(server.issuer)} and was looked up as ${JSON.stringify(issuerAsked)}: the slash counts`
        : undefined,
    evidence: 'modelcontextprotocol/python-sdk, client/auth/utils.py; RFC 8414 §3.3',
  },
  {
    who: 'the official SDKs for Python and TypeScript',
    stopsBecause: ({ server, issuerAsked }) =>
      withoutSlash(server.issuer) === withoutSlash(issuerAsked)
        ? undefined
        : `its issuer is ${JSON.stringify(server.issuer)} and was looked up as ${JSON.stringify(issuerAsked)}`,
    evidence: 'modelcontextprotocol/python-sdk, client/auth/utils.py; typescript-sdk, client/auth.ts; RFC 8414 §3.3',
  },
  {
    who: 'Claude and ChatGPT',
    stopsBecause: ({ server }) =>
      lists(server.code_challenge_methods_supported, 'S256')
        ? undefined
        : 'code_challenge_methods_supported does not name S256',
    evidence: 'anthropics/claude-ai-mcp#786; what the vendor of ChatGPT tells builders; MCP authorization, PKCE',
  },
  {
    who: 'each client that was given no Client ID, on the official TypeScript SDK for one,',
    stopsBecause: ({ server }) =>
      server.registration_endpoint || server.client_id_metadata_document_supported === true
        ? undefined
        : 'there is no registration_endpoint, nor are client ID metadata documents supported',
    evidence: 'modelcontextprotocol/typescript-sdk, client/auth.ts',
  },
  {
    who: 'the official TypeScript SDK',
    stopsBecause: ({ server }) => (isPlain(server.token_endpoint) ? 'the token endpoint is plain http' : undefined),
    evidence: 'modelcontextprotocol/typescript-sdk, client/auth.ts; OAuth 2.1 §1.5',
  },
];

/** When the person comes back with a code. */
export const AT_THE_ANSWER: readonly Strictness[] = [
  {
    who: 'the official SDKs for Rust and Python',
    stopsBecause: ({ server, answerNamesIssuer }) =>
      server?.authorization_response_iss_parameter_supported === true && answerNamesIssuer === false
        ? 'the metadata promises iss with each answer, and this one has none'
        : undefined,
    evidence: 'modelcontextprotocol/rust-sdk, auth.rs; python-sdk, client/auth/utils.py; RFC 9207 §2.4',
  },
];

/** Who would stop here, and why, each in a sentence. */
export const stopsOf = (rules: readonly Strictness[], seen: Seen): string[] =>
  rules.flatMap(({ who, stopsBecause, evidence }) => {
    const why = stopsBecause(seen);
    return why ? [`${who} would stop here: ${why} (${evidence})`] : [];
  });
