import type { ClientState } from './behaviours.ts';
import { allScopes } from './scopes.ts';
import type { OAuthState } from './state.ts';

/** A client as the OAuth endpoints see it: a key of Client Center, which is public, or a partner, which has a secret. */
export interface Client {
  clientId: string;
  name: string;
  kind: 'key' | 'partner';
  state: ClientState;
  redirectUris: readonly string[];
  scopes: readonly string[];
  /** Resources that its tokens can be for; the first is the default (RFC 8707). */
  resources: readonly string[];
  firstParty: boolean;
  /** The partner's secret; keys have none. */
  secret: string | undefined;
  /** The partner's MCP URL. */
  mcpUrl: string | undefined;
}

/** Looks a Client ID up; one that nobody ever made comes back in the state `unknown`, able to do nothing. */
export function findClient(oauth: OAuthState, clientId: string): Client {
  return partnerClient(oauth, clientId) ?? keyClient(oauth, clientId) ?? unknownClient(clientId);
}

function partnerClient({ context }: OAuthState, clientId: string): Client | undefined {
  const partner = context.partners.get(clientId);
  if (!partner) return undefined;
  return {
    clientId,
    name: partner.name,
    kind: 'partner',
    state: 'active',
    redirectUris: partner.redirectUris,
    scopes: allScopes,
    resources: [context.origin()],
    firstParty: partner.firstParty,
    secret: partner.clientSecret,
    mcpUrl: partner.mcpUrl,
  };
}

function keyClient(oauth: OAuthState, clientId: string): Client | undefined {
  const key = oauth.keys.get(clientId);
  if (!key) return undefined;
  const { name, state, redirectUri, scopes, use } = key;
  const resources = use === 'direct' ? gatewayResources(oauth) : [oauth.context.origin()];
  const rest = { kind: 'key' as const, firstParty: false, secret: undefined, mcpUrl: undefined };
  return { clientId, name, state, redirectUris: [redirectUri], scopes, resources, ...rest };
}

/** MCP URLs of the gateways under contract, those that users bring their own keys to first. */
function gatewayResources({ context }: OAuthState): string[] {
  const partners = [...context.partners.values()];
  return [...partners.filter((one) => !one.firstParty), ...partners.filter((one) => one.firstParty)].map(
    (one) => one.mcpUrl,
  );
}

const unknownClient = (clientId: string): Client => ({
  clientId,
  name: '',
  kind: 'key',
  state: 'unknown',
  redirectUris: [],
  scopes: [],
  resources: [],
  firstParty: false,
  secret: undefined,
  mcpUrl: undefined,
});

/** AR-E2: what is wrong with a client that cannot be used, and the cure, in one sentence each. */
export const clientProblems: Readonly<Record<Exclude<ClientState, 'active'>, string>> = {
  unknown: 'No key has this Client ID. Copy the Client ID from Client Center again, without spaces before or after it.',
  deactivated: 'The key with this Client ID is deactivated. Its owner can activate it again in Client Center.',
  deleted: 'The key with this Client ID was deleted. Generate a new key in Client Center and use its Client ID.',
};
