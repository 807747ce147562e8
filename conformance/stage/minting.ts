import type { Answer } from '../vocabulary/answer.ts';
import { Blocked, describe, Untestable } from '../vocabulary/expect.ts';
import type { Minting } from '../vocabulary/minting.ts';
import type { Connection } from '../vocabulary/oauth.ts';
import type { MintingPlatform, Person } from '../vocabulary/people.ts';
import type { Hooks } from '../vocabulary/test-hooks.ts';
import type { World } from '../vocabulary/world.ts';
import { words } from '../wire/scope-selection.ts';
import { once } from './once.ts';
import type { TargetContext } from './target.ts';

// What a platform's backend does: it shows two pairs of credentials, and gets a token for one of its users.

const PATH = '/auth/tokens/user';

/** Where tokens are minted, by the configuration or by the test hooks; undefined where users sign in for themselves. */
export const mintingUrl = ({ mint, hookIndex }: TargetContext): string | undefined =>
  mint?.url ?? (hookIndex?.api && hookIndex.hooks.includes('platforms') ? `${hookIndex.api}${PATH}` : undefined);

/** The platform of the configuration, else one that a hook makes; all checks of a target have the same two. */
export function platformOf(target: TargetContext, hooks: Hooks, which: 'own' | 'other'): Promise<MintingPlatform> {
  if (which === 'own' && target.mint) return Promise.resolve(target.mint);
  const platforms = target.shared as Map<string, Promise<MintingPlatform>>;
  return once(platforms, `platform: ${which}`, async () => {
    const { client_id: clientId, client_secret: clientSecret } = await hooks.createPlatform();
    target.secrets.note('client_secret', clientSecret);
    return { clientId, clientSecret };
  });
}

export function createMinting(target: TargetContext, world: World): Minting {
  const url = mintingUrl(target);
  if (!url) throw new Untestable('needs to know where tokens are minted: “mint” in the configuration', 'minting');
  return {
    url,
    async request(person, scope = target.scopes.read, { method = 'POST', headers, body, query = '' } = {}) {
      const { clientId, clientSecret } = person.platform ?? (await platformOf(target, world.hooks, 'own'));
      const wanted = {
        'client-id': clientId,
        'client-secret': clientSecret,
        'user-id': person.email,
        'user-secret': person.password,
        'content-type': 'application/json',
        accept: 'application/json',
        ...headers,
      };
      const sent = Object.entries(wanted).filter((pair): pair is [string, string] => pair[1] !== undefined);
      const asked = body === undefined ? { scopes: words(scope) } : body;
      const answer = await world.http.send({
        method,
        url: url + query,
        headers: Object.fromEntries(sent),
        ...(method === 'GET' ? {} : { body: typeof asked === 'string' ? asked : JSON.stringify(asked) }),
      });
      const minted = answer.tryJson() as { access_token?: string } | undefined;
      world.secrets.note('access_token', minted?.access_token);
      if (minted?.access_token) world.ledger('token minted');
      return answer;
    },
    async changeConnection({ platform, email, connectionId }, change) {
      if (!platform || !connectionId) throw new Untestable('needs the test hook “platforms”', 'test hooks');
      await world.hooks.changeConnection(platform.clientId, email, connectionId, change);
    },
  };
}

/** The connection that stands on a minted token; `Blocked` where none was minted. */
export async function mintFor(world: World, person: Person, scope: string | undefined): Promise<Connection> {
  const answer = await world.minting().request(person, scope);
  const minted = connectionOf(world, person, answer);
  if (minted) return minted;
  throw new Blocked(`no token was minted: ${describe(answer)}`, 'sign-in', 'minting/mints-a-token');
}

/** The connection that stands on the token of this answer; undefined where it holds none. */
export function connectionOf(world: World, person: Person, tokenAnswer: Answer): Connection | undefined {
  const minted = (tokenAnswer.tryJson() ?? {}) as { access_token?: unknown; expires_in?: unknown; scopes?: unknown };
  const { access_token: accessToken, expires_in: expiresIn, scopes } = minted;
  if (tokenAnswer.status !== 200 || typeof accessToken !== 'string') return undefined;
  const { redirectUri } = world;
  return {
    client: { clientId: person.platform?.clientId ?? '', redirectUri, name: 'openbell' },
    person,
    accessToken,
    ...(Array.isArray(scopes) ? { scope: scopes.join(' ') } : {}),
    ...(typeof expiresIn === 'number' ? { expiresIn } : {}),
    authorized: { landing: { pages: [] }, answer: {}, state: '', verifier: '', redirectUri, selfRegistered: false },
    tokenAnswer,
  };
}
