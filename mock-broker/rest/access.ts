import type { Request } from 'express';
import type { BrokerContext } from '../context.ts';
import { refusal } from '../errors.ts';
import { secretMatches, type User } from '../users.ts';

/** Who asks, and what they may do. */
export interface Access {
  user: User;
  /** Undefined for API keys, which are not limited by scope. */
  scopes: readonly string[] | undefined;
  trading: boolean;
  /** The OAuth client or API key id that asks. */
  client: string;
  /** Account ids. */
  reach: readonly string[];
}

const unauthorized = () => refusal('unauthorized', 'request is not authorized');

export function byKeys(context: BrokerContext, keyId: string, secret: string): Access {
  if (keyId.startsWith('AK')) throw refusal('otherEnvironment', 'forbidden.');
  const found = context.users.byKeyId(keyId);
  if (!found || !secretMatches(secret, found.connection.secretHash)) throw unauthorized();
  const { user, connection } = found;
  const own = connection === user.connections[0];
  return {
    user,
    scopes: undefined,
    trading: own ? user.trading : connection.trading,
    client: keyId,
    reach: connection.accounts,
  };
}

export async function byToken(context: BrokerContext, token: string): Promise<Access> {
  const bearer = await context.resolveBearer(token);
  if (!bearer) throw unauthorized();
  const { user, scopes, clientId } = bearer;
  return { user, scopes, client: clientId, trading: user.trading, reach: user.accounts.map((account) => account.id) };
}

/** Reads the credentials of a request: a bearer token, or an API key pair; throws 401. */
export async function accessOf(context: BrokerContext, req: Request): Promise<Access> {
  const [scheme, token, more] = (req.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() === 'bearer' && token && more === undefined) return byToken(context, token);
  const keyId = req.headers['apca-api-key-id'];
  const secret = req.headers['apca-api-secret-key'];
  if (typeof keyId === 'string' && typeof secret === 'string') return byKeys(context, keyId, secret);
  throw unauthorized();
}
