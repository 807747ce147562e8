import { answerAiClients, showAiClients } from '../oauth/ai-clients.ts';
import { answerConsent, showConsent } from '../oauth/consent.ts';
import { mountAuthorizationServer, mountEndpoint, mountPage } from '../oauth/mount.ts';
import type { AskedTarget, OAuthContext, WayIn } from '../oauth/oauth-context.ts';
import type { PageProblem } from '../oauth/page-problem.ts';
import type { Client } from '../oauth/records.ts';
import { register } from '../oauth/register.ts';
import { unknownClient } from '../oauth/request-target.ts';
import { registrationInstructions } from '../pages/registration-instructions.ts';
import { authorizeWords } from '../token-words.ts';

/**
 * The client registers itself (RFC 7591). The gateway signs users in as the brokerage's own partner, and asks them on a
 * page of its own, each time, what the client may do: nobody has vouched for it.
 */
export const registers: WayIn = {
  mount(app, context) {
    mountAuthorizationServer(app, context);
    mountEndpoint(app, context, 'register', register(context));
    mountPage(app, '/oauth/consent', showConsent(context), answerConsent(context));
    if (context.profile.features.includes('ai-clients-page')) {
      mountPage(app, '/ai-clients', showAiClients(context), answerAiClients(context));
    }
  },
  tokenWords: () => authorizeWords,
  isDiscovered: true,
  instructions: registrationInstructions,
  clientIsMissing: () => ({
    code: 'invalid_request',
    title: 'The request names no client',
    message: 'The app asked to connect without saying which client it is (client_id).',
    cure: 'Remove the server from the app and add it again.',
  }),
  clientOf: registeredClient,
  redirectUriOf: registeredRedirectUri,
  upstreamClientIdOf: ({ upstreamClient }) => upstreamClient.clientId,
  afterSignIn: (_context, res, request) => res.redirect(303, `/oauth/consent?request=${request.id}`),
};

function registeredClient(context: OAuthContext, clientId: string, asked: AskedTarget): Client | PageProblem {
  const { behaviours, store, origin } = context;
  const client = store.clients.get(clientId);
  if (client && behaviours.clientIsRegistered(true)) return client;
  if (!client && behaviours.clientIsRegistered(false)) return strangeClient(clientId, asked.redirectUri);
  const cure = `Remove the server from the app and add it again: the app registers itself at ${origin}/oauth/register.`;
  return { ...unknownClient, cure, ...asked };
}

/** Only a gateway that serves unregistered clients gets here. */
const strangeClient = (clientId: string, redirectUri = ''): Client => ({
  clientId,
  clientName: clientId,
  redirectUris: [redirectUri],
  grantTypes: ['authorization_code', 'refresh_token'],
});

function registeredRedirectUri(
  { behaviours }: OAuthContext,
  { redirectUris }: Client,
  asked: AskedTarget,
): string | PageProblem {
  const given = asked.redirectUri;
  if (given === undefined) {
    return behaviours.soleRedirectUriIsTheDefault(redirectUris.length) ? redirectUris[0]! : missingTarget;
  }
  const registered =
    behaviours.redirectUriIsRegistered(given, redirectUris) || behaviours.loopbackPortMayDiffer(given, redirectUris);
  return registered ? given : { ...mismatch, ...asked };
}

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
