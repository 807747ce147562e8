import { expect } from '../../vocabulary/expect.ts';
import type { World } from '../../vocabulary/world.ts';
import { register } from '../../wire/oauth.ts';

/**
 * Registers with this redirect URI beside a good one, and expects a refusal that is about redirect URIs, or an answer
 * that says that only the good one was registered: a server may replace what it is asked for (RFC 7591 §2).
 */
export async function expectRefused(world: World, uri: string): Promise<void> {
  const answer = await register(world, { redirect_uris: [world.redirectUri, uri] });
  if (answer.status !== 201) return expect.oauthError(answer, 400, 'invalid_redirect_uri');
  expect.equal(answer.json().redirect_uris, [world.redirectUri], 'redirect_uris without the wrong one', answer);
}
