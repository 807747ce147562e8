import { brokerageKey } from '../../stage/brokerage.ts';
import { Blocked, describe, Untestable } from '../../vocabulary/expect.ts';
import type { AuthorizeOptions } from '../../vocabulary/oauth.ts';
import type { Person } from '../../vocabulary/people.ts';
import { profileHas } from '../../vocabulary/profile.ts';
import type { World } from '../../vocabulary/world.ts';
import { register } from '../../wire/oauth.ts';

/** A client that asks, and where it asks if not at the authorization endpoint that was discovered. */
export type Asker = (world: World, person: Person) => Promise<Pick<AuthorizeOptions, 'client' | 'endpoint'>>;

const WEB_SITE = 'https://client.example/oauth/callback';

/** A client of a web site: a platform’s own redirect URI, where the gateway knows platforms, else a registered one. */
export const onTheWeb: Asker = async (world, person) => {
  const known = profileHas(world.profile, 'platform-callbacks');
  // A Client ID that somebody made has the redirect URI that it has: what is foreign to it is as good.
  if (!known && !(await world.registers())) return { client: await world.client({ person }) };
  const redirectUri = known ? 'https://claude.ai/api/mcp/auth_callback' : WEB_SITE;
  return { client: await world.client({ person, name: 'openbell on the web', redirectUri }) };
};

/** The client that most checks share. */
export const asUsual: Asker = async (world, person) => ({ client: await world.client({ person }) });

/** A program that waits on the user’s machine. */
export const onThisComputer: Asker = async (world, person) => {
  const client = await world.client({ person });
  if (!['127.0.0.1', '[::1]', 'localhost'].includes(new URL(client.redirectUri).hostname))
    throw new Untestable('needs a client whose redirect URI is on loopback');
  return { client };
};

export const withAQuery: Asker = async (world, person) => ({
  client: await world.client({ person, fresh: true, redirectUri: `${WEB_SITE}?tenant=seven` }),
});

export const withTwoRedirectUris: Asker = async (world) => {
  const { redirectUri } = world;
  const answer = await register(world, { redirect_uris: [redirectUri, WEB_SITE] });
  if (answer.status !== 201) throw new Blocked(`registration was answered with ${describe(answer)}`);
  return { client: { clientId: answer.json().client_id, redirectUri, name: 'openbell' } };
};

/** At the brokerage itself, in direct mode. */
export const atTheBrokerage: Asker = async (world, person) => ({
  client: await brokerageKey(world, person, 'direct'),
  endpoint: `${world.brokerage().origin}/oauth2/authorize`,
});
