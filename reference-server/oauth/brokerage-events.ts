import type { RequestHandler } from 'express';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { createBrokerageKeys } from './brokerage-keys.ts';
import type { OAuthContext } from './oauth-context.ts';
import { signatureVerified } from './verify-signature.ts';

const sessionRevoked = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';
const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];

/**
 * `POST /auth/events` (RFC 8935): the brokerage says that a key was closed, and its connections end before their next
 * request (AR-14). Anybody can post here; only what the brokerage signed for this gateway counts, and a second time it
 * ends nothing more.
 */
export function hearBrokerage(context: OAuthContext): RequestHandler {
  const { behaviours, clock, brokerOAuth, grants } = context;
  const keys = createBrokerageKeys(clock, brokerOAuth.jwks);
  context.onReset(keys.forget);
  return async (req, res) => {
    const clientId = await closedKeyOf(context, keys, String(req.body)).catch(() => undefined);
    if (clientId === undefined) {
      const description = 'This is no event that the brokerage signed for this gateway.';
      return void res.status(400).json({ err: 'invalid_request', description });
    }
    if (behaviours.closedKeyEndsItsConnections(clientId)) grants.endOfKey(clientId);
    res.status(202).end();
  };
}

/** The Client ID that a genuine event is about. */
async function closedKeyOf(
  { brokerOrigin, upstreamClient }: OAuthContext,
  keys: ReturnType<typeof createBrokerageKeys>,
  event: string,
): Promise<string | undefined> {
  const { typ, kid } = decodeProtectedHeader(event);
  const { iss, aud, events, sub_id } = decodeJwt<{ events?: object; sub_id?: { format?: string; id?: unknown } }>(
    event,
  );
  const isForUs = typ === 'secevent+jwt' && iss === brokerOrigin && aud === upstreamClient.clientId;
  if (!isForUs || !Object.hasOwn(events ?? {}, sessionRevoked) || sub_id?.format !== 'opaque') return undefined;
  const key = await keys.find(kid);
  if (!key || !(await signatureVerified(event, key, algorithms))) return undefined;
  return typeof sub_id.id === 'string' ? sub_id.id : undefined;
}
