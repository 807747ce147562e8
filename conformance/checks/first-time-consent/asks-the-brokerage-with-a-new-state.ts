import { expect, NotOffered, Untestable } from '../../vocabulary/expect.ts';
import type { OAuthClient } from '../../vocabulary/oauth.ts';
import type { Person } from '../../vocabulary/people.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { endpoint } from '../../wire/discover.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';
import { authorizationUrl } from './authorization-url.ts';

/** Whoever signs people in on a page of its own asks nobody else to. */
async function assertNobodySignsInHere(world: World, person: Person, client: OAuthClient): Promise<void> {
  const { landing } = await authorize(world, { client, person, untilSignIn: true });
  const own = new URL(endpoint(await world.discovery(), 'authorization_endpoint')).origin;
  const page = landing.pages.find(({ kind, url }) => kind === 'sign-in' && new URL(url).origin === own);
  if (page) throw new NotOffered(`users sign in at “${page.title}”, a page of the authorization server itself`);
}

export default check({
  id: 'first-time-consent/asks-the-brokerage-with-a-new-state',
  title: 'Each time the gateway sends a user to the brokerage it does so with a new state that cannot be guessed',
  clauses: ['mcp/security/proxy-state-random'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const states: string[] = [];
    for (let n = 0; n < 3; n++) {
      const url = await authorizationUrl(world, client);
      const answer = await world.http.get(url);
      const { location = '' } = answer.headers;
      const upstream = URL.canParse(location, url) ? new URL(location, url) : undefined;
      const isElsewhere = upstream && ![world.origin, new URL(url).origin].includes(upstream.origin);
      if (!isElsewhere || !upstream.searchParams.has('response_type')) {
        await assertNobodySignsInHere(world, person, client);
        throw new Untestable('needs a gateway that sends the browser to another OAuth server to sign in');
      }
      const state = upstream.searchParams.get('state') ?? '';
      expect.that(state.length >= 22 && !states.includes(state), {
        expected: 'a new state of 22 characters or more',
        seen: state || 'none',
        at: answer,
      });
      states.push(state);
    }
  },
  remedy: 'Make the state of each upstream request from at least 128 random bits.',
  variations: ['odd-secrets', 'header-names-in-capitals'],
  mutants: [
    {
      name: 'uses-one-state-for-all',
      rewrites: rewriteAnswer({ path: '/oauth/authorize' }, ({ headers: { location } }) =>
        location
          ? { headers: { location: location.replace(/([?&]state=)[^&]*/, '$1openbell-state-of-everybody') } }
          : undefined,
      ),
    },
  ],
});
