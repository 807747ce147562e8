import type { RequestHandler } from 'express';
import { createBoundedMap } from './bounded-map.ts';
import { acceptMetadata } from './client-metadata.ts';
import { networkOf } from './network.ts';
import type { OAuthContext } from './oauth-context.ts';
import { isTokenError, sendSecret, sendTokenError } from './token-error.ts';

const hourMs = 3_600_000;

/** `POST /oauth/register` (RFC 7591): open to everybody, and so limited by network address. */
export function register(context: OAuthContext): RequestHandler {
  const { behaviours, clock, random, store, settings } = context;
  const registrations = createBoundedMap<number[]>(10_000);
  context.onReset(registrations.clear);
  return (req, res) => {
    const now = clock.now();
    const network = networkOf(req.ip ?? '');
    const lastHour = (registrations.get(network) ?? []).filter((at) => now < at + hourMs);
    if (!behaviours.registrationIsWithinTheLimit(lastHour.length, settings.registrationsPerHour)) {
      const seconds = Math.ceil(((lastHour.at(-settings.registrationsPerHour) ?? now) + hourMs - now) / 1000);
      const description = `Too many clients were registered from this address. Try again in ${seconds} seconds.`;
      return sendTokenError(res.set('Retry-After', String(seconds)), behaviours, {
        error: 'too_many_registrations',
        description,
        status: 429,
      });
    }
    const accepted = acceptMetadata(context, jsonOf(req.is('application/json') !== false, req.body));
    if (isTokenError(accepted)) return sendTokenError(res, behaviours, accepted);
    registrations.set(network, [...lastHour, now]);
    const clientId = random.uuid();
    const { redirectUris, grantTypes, clientName, metadata } = accepted;
    store.clients.set(clientId, { clientId, clientName, redirectUris, grantTypes });
    const registered = { client_id: clientId, client_id_issued_at: Math.floor(now / 1000), ...metadata };
    sendSecret(res, behaviours, 201, behaviours.registrationIsEchoed(registered));
  };
}

/** The body as JSON, or undefined where it is none or does not say that it is. */
function jsonOf(saysJson: boolean, body: unknown): unknown {
  if (!saysJson || typeof body !== 'string') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
