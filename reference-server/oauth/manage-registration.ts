import type { Request, RequestHandler } from 'express';
import { clientSecretMatches } from '../partners/partners.ts';
import { acceptMetadata, clientOf } from './client-metadata.ts';
import { jsonOf } from './json-of.ts';
import type { OAuthContext } from './oauth-context.ts';
import type { Client } from './records.ts';
import { isTokenError, sendSecret, sendTokenError, type TokenError } from './token-error.ts';
import { told } from './told.ts';

/** Told by the server, and never by a client that changes its registration (RFC 7592 §2.2). */
const serversOwn = [
  'registration_access_token',
  'registration_client_uri',
  'client_secret_expires_at',
  'client_id_issued_at',
];

/** `GET`, `PUT` and `DELETE /oauth/register/{client_id}` (RFC 7592), with the token that came with the registration. */
export function manageRegistration(context: OAuthContext): Record<'read' | 'change' | 'remove', RequestHandler> {
  const { behaviours, grants, store } = context;

  const managed =
    (handle: (client: Client, token: string, req: Request) => object | TokenError | undefined): RequestHandler =>
    (req, res) => {
      const token = /^bearer +(\S+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? '';
      const client = store.clients.get(String(req.params.client));
      // A client that is none any more reads the same as a wrong token.
      const matches = clientSecretMatches(token, client?.registration?.tokenHash);
      if (!client?.registration || !behaviours.registrationTokenMatches(matches)) {
        res.set('WWW-Authenticate', 'Bearer error="invalid_token"');
        return sendSecret(res, behaviours, 401, { error: 'invalid_token', error_description: wrongToken });
      }
      const answer = handle(client, token, req);
      if (answer === undefined) return void res.status(204).end();
      if (isTokenError(answer)) return sendTokenError(res, behaviours, answer);
      sendSecret(res, behaviours, 200, answer);
    };

  function change(client: Client, token: string, req: Request): object | TokenError {
    const body = jsonOf(req.is('application/json') !== false, req.body);
    const wrong = changeProblem(client, body);
    if (wrong) return { error: 'invalid_client_metadata', description: wrong };
    const accepted = acceptMetadata(context, body);
    if (isTokenError(accepted)) return accepted;
    if (accepted.method !== (client.method ?? 'none')) {
      const description = 'token_endpoint_auth_method cannot be changed: register anew.';
      return { error: 'invalid_client_metadata', description };
    }
    const { registration, secretHash, connected } = client;
    const changed: Client = {
      ...clientOf(client.clientId, accepted),
      ...(secretHash && { secretHash }),
      ...(connected && { connected }),
      registration: { ...registration!, metadata: accepted.metadata },
    };
    store.clients.set(client.clientId, changed);
    return told(context, changed, token);
  }

  return {
    read: managed((client, token) => told(context, client, token)),
    change: managed(change),
    remove: managed(({ clientId }) => {
      store.clients.delete(clientId);
      if (behaviours.deletedClientLosesItsGrants(true)) grants.endOfClient(clientId);
      return undefined;
    }),
  };
}

function changeProblem({ clientId, secretHash }: Client, body: unknown): string | undefined {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  if (given.client_id !== clientId) return 'client_id must be the one of this registration.';
  const own = serversOwn.find((name) => name in given);
  if (own) return `${own} is told by the server alone.`;
  if (given.client_secret !== undefined && !clientSecretMatches(String(given.client_secret), secretHash)) {
    return 'client_secret is not the one of this client.';
  }
  return undefined;
}

const wrongToken = 'The registration access token is not one of this client.';
