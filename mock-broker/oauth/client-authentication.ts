import type { Request } from 'express';
import { type Client, clientProblems, findClient } from './clients.ts';
import type { OAuthState } from './state.ts';

/** An error of the token or revocation endpoint (RFC 6749 §5.2). */
export interface TokenError {
  error: string;
  error_description: string;
}

export const tokenError = (error: string, error_description: string): TokenError => ({ error, error_description });

interface Credentials {
  clientId: string | undefined;
  secret: string | undefined;
}

/** Who calls: a key by its Client ID alone (public), a partner by its secret in the header or the body (RFC 6749 §2.3). */
export function authenticateClient(
  oauth: OAuthState,
  req: Request,
  values: Readonly<Record<string, string>>,
): Client | TokenError {
  const given = readCredentials(req, values);
  if ('error' in given) return given;
  if (!given.clientId) return tokenError('invalid_client', 'The parameter client_id is missing.');
  const client = findClient(oauth, given.clientId);
  if (!oauth.context.behaviours.brokerClientIsUsable(client.state)) {
    return tokenError('invalid_client', client.state === 'active' ? '' : clientProblems[client.state]);
  }
  // A secret sent for a key is passed over: keys have none, and some platforms insist on a field for one.
  if (client.secret === undefined) return client;
  const proven = oauth.context.behaviours.brokerClientSecretMatches(given.secret ?? '', client.secret);
  return proven ? client : tokenError('invalid_client', 'The client secret is missing or wrong.');
}

function readCredentials(req: Request, values: Readonly<Record<string, string>>): Credentials | TokenError {
  const header = req.headers.authorization;
  if (header === undefined) return { clientId: values.client_id, secret: values.client_secret };
  const basic = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(header)?.[1];
  const pair = /^([^:]*):(.*)$/s.exec(Buffer.from(basic ?? '', 'base64').toString());
  const [clientId, secret] = [decode(pair?.[1]), decode(pair?.[2])];
  if (clientId === undefined || secret === undefined) {
    return tokenError('invalid_client', 'The Authorization header is not client_secret_basic.');
  }
  if (values.client_secret !== undefined) {
    return tokenError('invalid_request', 'The client sent credentials both in the header and in the body.');
  }
  if (values.client_id !== undefined && values.client_id !== clientId) {
    return tokenError('invalid_request', 'The client_id in the body is not that of the Authorization header.');
  }
  return { clientId, secret };
}

/** Both halves of the header are form-encoded before they are joined (RFC 6749 §2.3.1). */
function decode(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
