import { isDeadEnd } from '../../stage/error-response.ts';
import { expect, Untestable } from '../../vocabulary/expect.ts';
import type { Behaviours, Mutant } from '../../vocabulary/mutant.ts';
import type { AuthorizeOptions, Overrides } from '../../vocabulary/oauth.ts';
import type { Page } from '../../vocabulary/user-agent.ts';
import type { World } from '../../vocabulary/world.ts';
import { authorize } from '../../wire/oauth.ts';

/** Nobody registered it, and no platform has it. */
export const STRANGER = 'https://attacker.example/callback';

/** What `{right}`, `{host}` and the like stand for in the redirect URI of a row. */
function partsOf(right: string): Record<string, string> {
  const { protocol, origin, host, hostname, pathname } = new URL(right);
  const parent = right.replace(/\/[^/]+$/, '');
  return { right, parent, protocol, origin, host, hostname, path: pathname, PATH: pathname.toUpperCase() };
}

/** These parameters, the redirect URI in them made from the right one. */
export function filledIn({ redirect_uri: template, ...others }: Overrides, right: string): Overrides {
  const parts = partsOf(right);
  return { redirect_uri: template?.replace(/\{(\w+)\}/g, (_, part: string) => parts[part]!), ...others };
}

/** The browser must stay on an error page, which is returned. */
export async function expectNoRedirect(world: World, options: AuthorizeOptions): Promise<Page> {
  if (options.params?.redirect_uri === options.client.redirectUri)
    throw new Untestable('needs a redirect URI for which this is another one');
  const { landing } = await authorize(world, options);
  const where = landing.redirect?.url.href;
  expect.that(!where, { expected: 'an error page and no redirect', seen: `a redirect to ${where}` });
  const page = landing.stoppedAt!;
  expect.that(isDeadEnd(page), { expected: 'an error page', seen: `${page.status} ${page.title}` });
  return page;
}

type Same = (given: string, right: string) => boolean;
type Comparison = 'redirectUriIsRegistered' | 'brokerRedirectUriIsRegistered';

/** A server that compares the given redirect URI with those on record less strictly than by character. */
export const comparing = (behaviour: Comparison, same: Same): Partial<Behaviours> => ({
  [behaviour]: (given: string, registered: readonly string[]) => registered.some((right) => same(given, right)),
});

/** One sin in two places: in the comparison with a registered redirect URI, and with a known platform’s. */
export const lenient = (name: string, same: Same): [Mutant, Mutant] => [
  { name, replaces: comparing('redirectUriIsRegistered', same), needs: ['registration'] },
  {
    name: `${name}-of-platforms`,
    replaces: { redirectUriIsAKnownPlatforms: (given, callbacks) => callbacks.some(({ uri }) => same(given, uri)) },
    needs: ['platform-callbacks'],
  },
];
