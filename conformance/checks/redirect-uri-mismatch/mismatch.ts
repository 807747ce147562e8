import { isErrorPage } from '../../stage/error-response.ts';
import { expect } from '../../vocabulary/expect.ts';
import type { Mutant } from '../../vocabulary/mutant.ts';
import type { OAuthClient, Overrides } from '../../vocabulary/oauth.ts';
import type { Person } from '../../vocabulary/people.ts';
import type { Page } from '../../vocabulary/user-agent.ts';
import type { World } from '../../vocabulary/world.ts';
import { authorize } from '../../wire/oauth.ts';

/** A redirect URI that leads to a web site: a platform’s own, where the gateway knows platforms, else a registered one. */
const webRedirectUri = (world: World): string =>
  world.profile?.id === 'static-client'
    ? 'https://claude.ai/api/mcp/auth_callback'
    : 'https://client.example/oauth/callback';

/** A client of a web site. Checks of mismatches share it. */
export const webClient = (world: World, person: Person): Promise<OAuthClient> =>
  world.client({ person, name: 'openbell on the web', redirectUri: webRedirectUri(world) });

/** Asks with this redirect URI in place of the right one; the browser must stay on an error page, which is returned. */
export async function expectStopped(
  world: World,
  alter: (right: string) => string,
  params: Overrides = {},
): Promise<Page> {
  const person = await world.person();
  const client = await webClient(world, person);
  return expectNoRedirect(world, { person, client, params: { redirect_uri: alter(client.redirectUri), ...params } });
}

/** The browser must stay on an error page, which is returned. */
export async function expectNoRedirect(world: World, options: Parameters<typeof authorize>[1]): Promise<Page> {
  const { landing } = await authorize(world, options);
  const where = landing.redirect?.url.href;
  expect.that(!where, { expected: 'an error page and no redirect', seen: `a redirect to ${where}` });
  const page = landing.stoppedAt!;
  expect.that(isErrorPage(page), {
    expected: 'an error page',
    seen: `${page.status} ${page.title}`,
  });
  return page;
}

type Same = (given: string, right: string) => boolean;

/** One sin in two places: a registered redirect URI, or a known platform’s, compared less strictly than by character. */
export const lenient = (name: string, same: Same): [Mutant, Mutant] => [
  {
    name,
    replaces: { redirectUriIsRegistered: (given, registered) => registered.some((right) => same(given, right)) },
    profiles: ['dynamic-client'],
  },
  {
    name: `${name}-of-platforms`,
    replaces: { redirectUriIsAKnownPlatforms: (given, callbacks) => callbacks.some(({ uri }) => same(given, uri)) },
    profiles: ['static-client'],
  },
];
