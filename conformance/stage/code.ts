import type { Answer } from '../vocabulary/answer.ts';
import { Blocked, Untestable } from '../vocabulary/expect.ts';
import type { Authorized, OAuthClient, Overrides } from '../vocabulary/oauth.ts';
import type { Person } from '../vocabulary/people.ts';
import type { World } from '../vocabulary/world.ts';
import { assertRoomForTokens } from '../wire/oauth.ts';
import { gateway, type Place } from './place.ts';

/** What stands for a code where nobody can sign in: one that was never issued. */
const madeUpCode = (world: World, { redirectUri, selfRegistered = false }: OAuthClient): Authorized => ({
  landing: { pages: [] },
  answer: {},
  code: world.secret('code'),
  state: world.secret('state'),
  verifier: world.secret('code_verifier'),
  redirectUri,
  selfRegistered,
});

/** A fresh code, or one that was never issued where there is nobody to ask. A server may know a client only once it asked. */
export const codeOrMadeUp = async (world: World, person: Person, client: OAuthClient): Promise<Authorized> =>
  person.nobody ? madeUpCode(world, client) : (await freshCode(world, { person, client })).authorized;

/** A server may know a client only since it asked: each does once. */
export const letBeKnown = (world: World, person: Person, client: OAuthClient): Promise<unknown> =>
  world.shared(`asked as ${client.clientId}`, () => freshCode(world, { person, client }));

/** A code that was never issued, for a client that has asked once. */
export async function madeUpFor(world: World, person: Person, client: OAuthClient): Promise<Authorized> {
  if (!person.nobody) await letBeKnown(world, person, client);
  return madeUpCode(world, client);
}

/**
 * A code for requests that are refused for something else than it: several use one, as long as nothing speaks against
 * it. What is wrong with a code that was used before is looked at again with a fresh one.
 */
export async function withUnspentCode(
  world: World,
  { person, client, orMadeUp }: { person: Person; client: OAuthClient; orMadeUp: boolean },
  use: (authorized: Authorized) => Promise<void>,
): Promise<void> {
  const kept = await world.shared<{ code?: Authorized | undefined }>(`unspent ${client.clientId}`, async () => ({}));
  const { code } = kept;
  kept.code = undefined;
  if (code) {
    try {
      await use(code);
      kept.code = code;
      return;
    } catch (error) {
      // It may be spent, or too old, unless nobody was shown it.
      if (error instanceof Untestable) {
        kept.code = code;
        throw error;
      }
    }
  }
  const another = orMadeUp
    ? await codeOrMadeUp(world, person, client)
    : (await freshCode(world, { person, client })).authorized;
  await use(another);
  kept.code = another;
}

/** With a code that was made up, an answer about the code may be right: what else is to be said is then not to be seen. */
export function unlessAboutTheCode(person: Person, answer: Answer, judge: (answer: Answer) => void): void {
  const { error } = (answer.tryJson() ?? {}) as { error?: unknown };
  try {
    judge(answer);
  } catch (violation) {
    if (!person.nobody || error !== 'invalid_grant') throw violation;
    throw new Untestable('needs a user: of a code that nobody issued the answer says only that', 'user');
  }
}

/** What came instead of a code. */
export const whyNoCode = ({ answer, landing }: Pick<Authorized, 'answer' | 'landing'>): string =>
  `no code came back: ${answer.error || landing.stoppedAt?.title || 'nothing did'}`;

/**
 * An authorization code that nobody has redeemed yet, and whose it is; `Blocked` where none comes back. One that `isKept`
 * will never be: that no token request would be taken is not in its way.
 */
export async function freshCode(
  world: World,
  options: { place?: Place; person?: Person; client?: OAuthClient; params?: Overrides; isKept?: true } = {},
): Promise<{ person: Person; client: OAuthClient; authorized: Authorized }> {
  const { place = gateway } = options;
  if (place === gateway && !options.isKept) await assertRoomForTokens(world);
  const person = options.person ?? (await world.person());
  const client = options.client ?? (await place.client(world, person));
  const authorized = await place.authorize(world, client, person, options.params);
  if (!authorized.code) {
    throw new Blocked(whyNoCode(authorized), 'sign-in');
  }
  return { person, client, authorized };
}
