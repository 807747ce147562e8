import type { OAuthClient } from '../../vocabulary/oauth.ts';
import type { World } from '../../vocabulary/world.ts';
import { endpoint, resourceOf } from '../../wire/discover.ts';
import { s256 } from '../../wire/oauth.ts';

/** A right authorization request as its URL, for a check that wants to see the first answer and go no further. */
export async function authorizationUrl(
  world: World,
  client: OAuthClient,
  more: Record<string, string> = {},
): Promise<string> {
  const url = new URL(endpoint(await world.discovery(), 'authorization_endpoint'));
  const query = {
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: client.redirectUri,
    scope: world.scopes.read ?? '',
    state: world.secret('state'),
    code_challenge: s256(world.secret('code_verifier')),
    code_challenge_method: 'S256',
    resource: await resourceOf(world),
    ...more,
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}
