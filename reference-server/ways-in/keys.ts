import express, { type RequestHandler } from 'express';
import { hearBrokerage } from '../oauth/brokerage-events.ts';
import { answerSuccess, finishSignIn, showSuccess } from '../oauth/first-connection.ts';
import { mountAuthorizationServer, mountPage } from '../oauth/mount.ts';
import type { AskedTarget, OAuthContext, WayIn } from '../oauth/oauth-context.ts';
import type { PageProblem } from '../oauth/page-problem.ts';
import { platformOf } from '../oauth/platforms.ts';
import type { Client } from '../oauth/records.ts';
import { unknownClient } from '../oauth/request-target.ts';
import { keyInstructions } from '../pages/key-instructions.ts';
import { keyWords } from '../token-words.ts';

/**
 * The client brings the Client ID of a key that its user generated in the brokerage's Client Center. The gateway signs
 * users in under that Client ID, so the brokerage judges it; where they are sent afterwards is judged here.
 */
export const keys: WayIn = {
  mount(app, context) {
    mountAuthorizationServer(app, context);
    app.post('/auth/events', express.text({ type: () => true, limit: '8kb' }), hearBrokerage(context));
    app.all(['/oauth/register', '/register'], registersNobody(context));
    mountPage(app, '/auth/success', showSuccess(context), answerSuccess(context));
  },
  tokenWords: () => keyWords,
  isDiscovered: true,
  instructions: keyInstructions,
  clientIsMissing: ({ brokerOrigin, origin }) => ({
    code: 'client_id_missing',
    title: 'This connection has no Client ID',
    message: 'The app asked to connect without a Client ID, so the brokerage cannot tell whose key it uses.',
    cure:
      `Generate a key in Client Center (${brokerOrigin}/client-center) with the redirect URI ${origin}/auth/callback, ` +
      "copy its Client ID into the app's connector settings, and connect again.",
  }),
  clientOf: clientOfKey,
  redirectUriOf: platformsRedirectUri,
  upstreamClientIdOf: (_context, { clientId }) => clientId,
  afterSignIn: finishSignIn,
};

/** AR-4: a client without a Client ID tries to register itself, and what it is told is all that its user will see. */
const registersNobody =
  ({ brokerOrigin }: OAuthContext): RequestHandler =>
  (_req, res) => {
    const description = `Clients cannot register themselves here. Generate a key in Client Center (${brokerOrigin}/client-center) and put its Client ID into the app.`;
    res.status(404).json({ error: 'not_found', error_description: description });
  };

function clientOfKey(context: OAuthContext, clientId: string, { redirectUri = '' }: AskedTarget): Client | PageProblem {
  if (!context.behaviours.clientIdIsNotTheGatewaysOwn(clientId, context.upstreamClient.clientId)) {
    return {
      ...unknownClient,
      cure: `Use the Client ID of a key of your own from ${context.brokerOrigin}/client-center.`,
    };
  }
  const grantTypes = ['authorization_code', 'refresh_token'];
  return { clientId, clientName: platformOf(context.platforms, redirectUri), redirectUris: [], grantTypes };
}

function platformsRedirectUri(
  { behaviours, platforms }: OAuthContext,
  _client: Client,
  asked: AskedTarget,
): string | PageProblem {
  const given = asked.redirectUri;
  if (given === undefined) return { ...strangeTarget, ...asked };
  const callbacks = platforms.flatMap((platform) => platform.callbacks);
  const known = behaviours.redirectUriIsAKnownPlatforms(given, callbacks) || behaviours.redirectUriIsLoopback(given);
  return known ? given : { ...strangeTarget, ...asked };
}

const strangeTarget: PageProblem = {
  code: 'redirect_uri_mismatch',
  title: 'The redirect URI is not one we know',
  message: 'The app wants you sent to an address that belongs to no platform we know, so you stay here.',
  cure: 'Connect from a supported platform, or from a program on this computer (a loopback address, any port).',
};
