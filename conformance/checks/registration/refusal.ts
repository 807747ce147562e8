import { expect } from '../../expect.ts';
import { register } from '../../verbs/oauth.ts';
import type { World } from '../../world/world.ts';

/** Registers with this redirect URI beside a good one, and expects a refusal that is about redirect URIs. */
export async function expectRefused(world: World, uri: string): Promise<void> {
  const answer = await register(world, { redirect_uris: [world.redirectUri, uri] });
  expect.oauthError(answer, 400, 'invalid_redirect_uri');
}
