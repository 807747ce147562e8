import type { Request } from 'express';
import type { OAuthContext } from './oauth-context.ts';
import { type Parameters, readParameters } from './parameters.ts';
import type { Client } from './records.ts';
import type { TokenError } from './token-error.ts';

/** A form from a client that is known here. All clients are public: they identify themselves and prove nothing. */
export interface ClientForm {
  client: Client;
  parameters: Parameters;
}

/** Reads the form of a token or revocation request (OAuth 2.1 §3.2.2) and finds its client, or says what is wrong. */
export function clientOfForm(context: OAuthContext, req: Request): ClientForm | TokenError {
  const { behaviours, store } = context;
  if (!req.is('application/x-www-form-urlencoded') || typeof req.body !== 'string') {
    return { error: 'invalid_request', description: 'Send a form: application/x-www-form-urlencoded.' };
  }
  const parameters = readParameters(req.body);
  if (!behaviours.parametersAreNotRepeated(parameters.repeated)) {
    return { error: 'invalid_request', description: 'A parameter is there more than once.' };
  }
  if (!behaviours.noCredentialsAreSent(credentialsIn(req, parameters))) {
    const description = 'Clients here are public: send client_id in the body, and no secret and no assertion.';
    return { error: 'invalid_client', description, status: 401 };
  }
  const clientId = parameters.get('client_id');
  if (clientId === undefined) {
    return { error: 'invalid_client', description: 'client_id is missing in the body.', status: 401 };
  }
  const client = store.clients.get(clientId);
  if (!behaviours.tokenClientIsKnown(client !== undefined)) {
    return { error: 'invalid_client', description: 'No such client is known here.', status: 401 };
  }
  return { parameters, client: client ?? { clientId, clientName: clientId, redirectUris: [], grantTypes: everyGrant } };
}

const everyGrant = ['authorization_code', 'refresh_token'];

function credentialsIn(req: Request, parameters: Parameters): string[] {
  const sent = ['client_secret', 'client_assertion'].filter((name) => parameters.get(name) !== undefined);
  return req.headers.authorization === undefined ? sent : [...sent, 'authorization'];
}
