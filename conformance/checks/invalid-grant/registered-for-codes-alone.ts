import { Blocked, describe, Untestable } from '../../vocabulary/expect.ts';
import type { OAuthClient } from '../../vocabulary/oauth.ts';
import type { World } from '../../vocabulary/world.ts';
import { register } from '../../wire/oauth.ts';

/** A client that registered without the grant `refresh_token`; `Untestable` where the server added it. */
export async function registeredForCodesAlone(world: World): Promise<OAuthClient> {
  const { redirectUri } = world;
  const answer = await register(world, { redirect_uris: [redirectUri], grant_types: ['authorization_code'] });
  if (answer.status !== 201) throw new Blocked(`registration was answered with ${describe(answer)}`);
  const { client_id: clientId, grant_types: grants } = answer.json();
  if (grants?.includes('refresh_token'))
    throw new Untestable('needs a client without refresh tokens: the server registered it with them');
  return { clientId, redirectUri, name: 'openbell' };
}
