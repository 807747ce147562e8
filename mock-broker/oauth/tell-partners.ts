import type { Key, OAuthState } from './state.ts';

/** CAEP 1.0 §3.1: the session is over, whatever its tokens say. */
const sessionRevoked = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';

/** A partner that does not answer is not waited for longer: it hears of it when it uses a token of the key. */
const patienceMs = 5_000;

/**
 * Tells the gateways that a key was closed, before whoever closed it gets an answer (RFC 8417, pushed as in RFC 8935):
 * otherwise they would go on with what needs nothing of the brokerage. Never rejects.
 */
export async function tellOfClosedKey({ context, signer }: OAuthState, { clientId, owner }: Key): Promise<void> {
  if (context.isLost({ method: 'POST', path: '/events', user: owner })) return;
  const told = [...context.partners.values()].flatMap(({ eventsUrl, clientId: audience }) =>
    eventsUrl ? [{ eventsUrl, audience }] : [],
  );
  await Promise.all(
    told.map(async ({ eventsUrl, audience }) => {
      const event = await signer.signEvent({
        iss: context.origin(),
        aud: audience,
        iat: Math.floor(context.clock.now() / 1000),
        jti: context.random.uuid(),
        sub_id: { format: 'opaque', id: clientId },
        events: { [sessionRevoked]: {} },
      });
      const headers = { 'content-type': 'application/secevent+jwt', accept: 'application/json' };
      const signal = AbortSignal.timeout(patienceMs);
      const tell = () => fetch(eventsUrl, { method: 'POST', headers, body: event, redirect: 'error', signal });
      // A connection that was kept may just have been closed. Who hears of it twice ends nothing more.
      await tell()
        .catch(tell)
        .catch(() => {});
    }),
  );
}
