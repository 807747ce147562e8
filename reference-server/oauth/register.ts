import type { RequestHandler } from 'express';
import { asIs, createKeptMap } from '../state/kept-map.ts';
import { bounded } from './bounded-map.ts';
import { acceptMetadata, clientOf } from './client-metadata.ts';
import { jsonOf } from './json-of.ts';
import { keyOf } from './key-of.ts';
import { hasASecret } from './methods.ts';
import { networkOf } from './network.ts';
import type { OAuthContext } from './oauth-context.ts';
import type { Client } from './records.ts';
import { isTokenError, sendSecret, sendTokenError } from './token-error.ts';
import { told } from './told.ts';

const hourMs = 3_600_000;

/** `POST /oauth/register` (RFC 7591): open to everybody, and so limited by network address. */
export function register(context: OAuthContext): RequestHandler {
  const { behaviours, clock, random, state, store, settings } = context;
  const manages = context.profile.features.includes('confidential-clients');
  const registrations = createKeptMap(bounded(10_000), state.shelf<number[]>('registrations'), asIs());
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
    const issuedAt = Math.floor(now / 1000);
    const secret = hasASecret(accepted.method) ? random.token() : undefined;
    const token = manages ? random.token() : undefined;
    const client: Client = {
      ...clientOf(clientId, accepted),
      ...(secret && { secretHash: keyOf(secret) }),
      ...(token && { registration: { tokenHash: keyOf(token), issuedAt, metadata: accepted.metadata } }),
    };
    store.clients.set(clientId, client);
    const registered = token
      ? told(context, client, token)
      : { client_id: clientId, client_id_issued_at: issuedAt, ...accepted.metadata };
    const whole = { ...registered, ...(secret && { client_secret: secret, client_secret_expires_at: 0 }) };
    sendSecret(res, behaviours, 201, behaviours.registrationIsEchoed(whole));
  };
}
