import type { Settings } from './settings.ts';
import type { Clock, MintedToken } from './token-cache.ts';

/** No token was minted; the message is for the person. */
export class MintingFailed extends Error {}

/** Asks the API for a token of the user. Once: whoever wants to try again asks again. */
export const createMinting =
  ({ apiUrl, platform, user, scopes }: Settings, clock: Clock) =>
  async (): Promise<MintedToken> => {
    const askedAt = clock.now();
    const answer = await fetch(new URL('/auth/tokens/user', apiUrl), {
      method: 'POST',
      headers: {
        'client-id': platform.clientId,
        'client-secret': platform.clientSecret,
        'user-id': user.userId,
        'user-secret': user.userSecret,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ scopes }),
      // A redirect would carry the secrets along to wherever it points.
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
    }).catch(() => {
      throw new MintingFailed('The API that mints tokens cannot be reached.');
    });
    const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
    if (!answer.ok || typeof body.access_token !== 'string') {
      const why = typeof body.message === 'string' ? body.message : `It answered with ${answer.status}.`;
      throw new MintingFailed(`No token was minted. ${why}`);
    }
    const seconds = typeof body.expires_in === 'number' ? body.expires_in : 3600;
    return { token: body.access_token, expiresAt: askedAt + seconds * 1000 };
  };
