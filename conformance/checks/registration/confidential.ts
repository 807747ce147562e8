import { clientIn } from '../../stage/clients.ts';
import type { OAuthClient } from '../../vocabulary/oauth.ts';
import type { World } from '../../vocabulary/world.ts';
import type { SecretMethod } from '../../wire/client-secrets.ts';
import { assertRoomForTokens, register } from '../../wire/oauth.ts';

/** A client that shows its secret in this way: one that was agreed upon, else one made once; nothing where the server registers none. */
export const clientBy = (world: World, method: SecretMethod): Promise<OAuthClient | undefined> =>
  world.shared(`a client by ${method}`, async () => {
    const agreed = await world.agreedClient();
    if (agreed) return { ...agreed, authMethod: method };
    // Whoever registers it wants to redeem codes with it.
    await assertRoomForTokens(world);
    const name = `openbell by ${method}`;
    const answer = await register(world, { client_name: name, token_endpoint_auth_method: method });
    if (answer.status !== 201) return undefined;
    const client = clientIn(answer, world.redirectUri, name);
    return client.clientSecret ? { ...client, authMethod: method } : undefined;
  });
