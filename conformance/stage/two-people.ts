import { Untestable } from '../vocabulary/expect.ts';
import type { Connection } from '../vocabulary/oauth.ts';
import type { World } from '../vocabulary/world.ts';
import { jwtOf } from './altered-token.ts';

/** Whom a token speaks of; nothing where it is opaque. */
function subjectOf({ accessToken }: Connection): unknown {
  try {
    return jwtOf(accessToken).claims.sub;
  } catch {
    return undefined;
  }
}

const wasAsked = ({ authorized }: Connection): boolean =>
  authorized.landing.pages.some(({ kind }) => kind === 'sign-in');

/**
 * The connections of two people, who are two by the server's own word: it asked each who they are, and its tokens do
 * not speak of one and the same. `Untestable` where it does not tell them apart: then nothing crosses from one to the other.
 */
export async function twoPeople(world: World): Promise<[Connection, Connection]> {
  const one = await world.connect({ person: await world.person() });
  const other = await world.connect({ person: await world.person() });
  const subjects = [subjectOf(one), subjectOf(other)];
  const isOneAndTheSame = subjects[0] !== undefined && subjects[0] === subjects[1];
  // Those whom a hook has made are two, though their browsers may be signed in already; so are those whom a platform has.
  const areMinted = one.person.platform !== undefined && one.person.email !== other.person.email;
  if (isOneAndTheSame || !(areMinted || world.hooks.has('users') || (wasAsked(one) && wasAsked(other))))
    throw new Untestable('needs two people whom the target tells apart: by its own word these are one', 'second user');
  return [one, other];
}
