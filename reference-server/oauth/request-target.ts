import type { OAuthContext } from './oauth-context.ts';
import type { Parameters } from './parameters.ts';
import { platformCallbacks, platformOf } from './platform-callbacks.ts';
import type { Client } from './records.ts';

/** Something that is told to the user on a page, because nobody vouches for the redirect URI. */
export interface PageProblem {
  code: string;
  title: string;
  message: string;
  /** What to do about it. */
  cure?: string;
  /** Where the error would go if errors went to unverified redirect URIs: decided by `errorMayBeRedirected`. */
  redirectUri?: string | undefined;
  state?: string | undefined;
}

/** Who asks: a registered client, or, in `static-client`, whatever Client ID the brokerage will judge. */
export function resolveClient(context: OAuthContext, parameters: Parameters): Client | PageProblem {
  const { behaviours, rules, store, origin } = context;
  const target = { redirectUri: parameters.get('redirect_uri'), state: parameters.get('state') };
  if (
    !behaviours.parametersAreNotRepeated(parameters.repeated.filter((name) => /^(client_id|redirect_uri)$/.test(name)))
  ) {
    return { ...repeatedTarget, ...target };
  }
  const given = parameters.get('client_id');
  const clientId = given ?? '';
  if (!behaviours.clientIdIsGiven(given))
    return { ...(rules.registersClients ? noClient : noClientId(context)), ...target };
  if (!rules.registersClients) return staticClient(context, clientId, target.redirectUri);
  const client = store.clients.get(clientId);
  if (client && behaviours.clientIsRegistered(true)) return client;
  if (!client && behaviours.clientIsRegistered(false)) return strangeClient(clientId, target.redirectUri);
  const cure = `Remove the server from the app and add it again: the app registers itself at ${origin}/oauth/register.`;
  return { ...unknownClient, cure, ...target };
}

function staticClient(context: OAuthContext, clientId: string, redirectUri = ''): Client | PageProblem {
  if (!context.behaviours.clientIdIsNotTheGatewaysOwn(clientId, context.upstreamClient.clientId)) {
    return {
      ...unknownClient,
      cure: `Use the Client ID of a key of your own from ${context.brokerOrigin}/client-center.`,
    };
  }
  const grantTypes = ['authorization_code', 'refresh_token'];
  return { clientId, clientName: platformOf(redirectUri), redirectUris: [], grantTypes };
}

/** Only a gateway that serves unregistered clients gets here. */
const strangeClient = (clientId: string, redirectUri = ''): Client => ({
  clientId,
  clientName: clientId,
  redirectUris: [redirectUri],
  grantTypes: ['authorization_code', 'refresh_token'],
});

/** Where the answer goes: a redirect URI that is known to be the client's, or the reason why there is none. */
export function resolveRedirectUri(
  context: OAuthContext,
  client: Client,
  parameters: Parameters,
): string | PageProblem {
  const given = parameters.get('redirect_uri');
  const state = parameters.get('state');
  if (!context.rules.registersClients) {
    return given !== undefined && goesToAPlatform(context, given)
      ? given
      : { ...strangeTarget, redirectUri: given, state };
  }
  const { behaviours } = context;
  const { redirectUris } = client;
  if (given === undefined) {
    return behaviours.soleRedirectUriIsTheDefault(redirectUris.length) ? redirectUris[0]! : missingTarget;
  }
  const registered =
    behaviours.redirectUriIsRegistered(given, redirectUris) || behaviours.loopbackPortMayDiffer(given, redirectUris);
  return registered ? given : { ...mismatch, redirectUri: given, state };
}

const goesToAPlatform = ({ behaviours }: OAuthContext, given: string): boolean =>
  behaviours.redirectUriIsAKnownPlatforms(given, platformCallbacks) || behaviours.redirectUriIsLoopback(given);

const noClientId = ({ brokerOrigin, origin }: OAuthContext): PageProblem => ({
  code: 'client_id_missing',
  title: 'This connection has no Client ID',
  message: 'The app asked to connect without a Client ID, so the brokerage cannot tell whose key it uses.',
  cure:
    `Generate a key in Client Center (${brokerOrigin}/client-center) with the redirect URI ${origin}/auth/callback, ` +
    "copy its Client ID into the app's connector settings, and connect again.",
});

const noClient: PageProblem = {
  code: 'invalid_request',
  title: 'The request names no client',
  message: 'The app asked to connect without saying which client it is (client_id).',
  cure: 'Remove the server from the app and add it again.',
};

const repeatedTarget: PageProblem = {
  code: 'invalid_request',
  title: 'The request is ambiguous',
  message: 'The app named itself or its redirect URI more than once.',
};

const unknownClient: PageProblem = {
  code: 'invalid_client',
  title: 'This client is not known here',
  message: 'The Client ID that the app sent is not one that may connect here.',
};

const missingTarget: PageProblem = {
  code: 'invalid_request',
  title: 'The request has no redirect URI',
  message: 'The app registered several redirect URIs and did not say which one to use.',
};

const mismatch: PageProblem = {
  code: 'redirect_uri_mismatch',
  title: 'The redirect URI does not match',
  message: 'The app wants you sent to an address that it did not register, so you stay here.',
  cure: 'The address must equal a registered one in every character. Remove the server from the app and add it again.',
};

const strangeTarget: PageProblem = {
  code: 'redirect_uri_mismatch',
  title: 'The redirect URI is not one we know',
  message: 'The app wants you sent to an address that belongs to no platform we know, so you stay here.',
  cure: 'Connect from a supported platform, or from a program on this computer (a loopback address, any port).',
};
