import type { OAuthContext } from './oauth-context.ts';
import type { PageProblem } from './page-problem.ts';
import type { Parameters } from './parameters.ts';
import type { Client } from './records.ts';

const askedTarget = (parameters: Parameters) => ({
  redirectUri: parameters.get('redirect_uri'),
  state: parameters.get('state'),
});

/** Who asks: a client that the way in knows, or the reason why there is none. */
export async function resolveClient(
  context: OAuthContext,
  parameters: Parameters,
  network: string,
): Promise<Client | PageProblem> {
  const { behaviours, wayIn } = context;
  const asked = askedTarget(parameters);
  if (
    !behaviours.parametersAreNotRepeated(parameters.repeated.filter((name) => /^(client_id|redirect_uri)$/.test(name)))
  ) {
    return { ...repeatedTarget, ...asked };
  }
  const clientId = parameters.get('client_id');
  if (!behaviours.clientIdIsGiven(clientId)) return { ...wayIn.clientIsMissing(context), ...asked };
  return wayIn.clientOf(context, clientId ?? '', { ...asked, network });
}

/** Where the answer goes: a redirect URI that is known to be the client's, or the reason why there is none. */
export const resolveRedirectUri = (
  context: OAuthContext,
  client: Client,
  parameters: Parameters,
): string | PageProblem => context.wayIn.redirectUriOf(context, client, askedTarget(parameters));

const repeatedTarget: PageProblem = {
  code: 'invalid_request',
  title: 'The request is ambiguous',
  message: 'The app named itself or its redirect URI more than once.',
};

/** Told where nobody may connect under the Client ID that was sent. */
export const unknownClient: PageProblem = {
  code: 'invalid_client',
  title: 'This client is not known here',
  message: 'The Client ID that the app sent is not one that may connect here.',
};
