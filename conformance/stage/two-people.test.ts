import { expect, test } from 'vitest';
import { Untestable } from '../vocabulary/expect.ts';
import type { Connection } from '../vocabulary/oauth.ts';
import type { World } from '../vocabulary/world.ts';
import { twoPeople } from './two-people.ts';

const claim = (sub: string): string =>
  `${['{"alg":"EdDSA"}', JSON.stringify({ sub })].map((one) => Buffer.from(one).toString('base64url')).join('.')}.c2ln`;

/** Two users of the configuration, whose tokens are these, and who were asked who they are or not. */
function two(
  tokens: readonly [string, string],
  asked: readonly [boolean, boolean] = [true, true],
  hooks: string[] = [],
) {
  let people = 0;
  let connections = 0;
  const world = {
    hooks: { has: (hook: string) => hooks.includes(hook) },
    person: async () => ({ email: `user-${people++}@example.com` }),
    connect: async ({ person }: Pick<Connection, 'person'>) => {
      const pages = asked[connections] ? [{ kind: 'sign-in' }] : [];
      return { person, accessToken: tokens[connections++], authorized: { landing: { pages } } };
    },
  };
  return twoPeople(world as unknown as World).catch((error: unknown) => error);
}

test.each<[string, [string, string], [boolean, boolean]]>([
  ['both were asked, and tokens are opaque', ['one', 'other'], [true, true]],
  ['both were asked, and tokens speak of two', [claim('one'), claim('other')], [true, true]],
])('two are two where %s', async (_, tokens, asked) => {
  expect(await two(tokens, asked)).toHaveLength(2);
});

test.each<[string, [string, string], [boolean, boolean]]>([
  ['the second was taken for the first by a cookie', ['one', 'other'], [true, false]],
  ['nobody was asked', ['one', 'other'], [false, false]],
  ['tokens speak of one and the same', [claim('one'), claim('one')], [true, true]],
  ['only the tokens differ', [claim('one'), claim('other')], [true, false]],
])('two are not two where %s: another user is what is missing', async (_, tokens, asked) => {
  const said = await two(tokens, asked);
  expect(said).toBeInstanceOf(Untestable);
  expect((said as Untestable).means).toBe('second user');
});

test('whom a hook has made are two', async () => {
  expect(await two(['one', 'other'], [false, false], ['users'])).toHaveLength(2);
});
