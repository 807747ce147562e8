import { describe, expect } from '../../vocabulary/expect.ts';
import type { Person } from '../../vocabulary/people.ts';
import type { World } from '../../vocabulary/world.ts';
import { check } from './area.ts';

async function accountsOf(world: World, person: Person): Promise<string> {
  const answer = await world.minting().request(person);
  const token: unknown = answer.status === 200 && answer.json().access_token;
  expect.that(typeof token === 'string', {
    expected: 'a token for each of the two',
    seen: describe(answer),
    at: answer,
  });
  const { name, args } = world.tool('accounts');
  const listed = await world.mcp(token).call(name, args(''));
  return JSON.stringify(listed.rpc()?.result?.content);
}

export default check({
  id: 'minting/a-name-is-one-of-its-platform',
  title: 'Two users of one name at two platforms are two people, with tokens and accounts of their own',
  clauses: ['minting/user-belongs-to-a-platform', 'CN-1'],
  weakBecause: 'The guide says that a user is provisioned by a platform, and does not speak of names.',
  dependsOn: ['minting/mints-a-token'],
  async run(world) {
    const one = await world.person({ trading: true });
    const other = await world.person({ trading: true, ofAnotherPlatform: true, userId: one.email });
    // Who came later is asked for first: a look-up by name alone finds who came earlier.
    const [theirs, ours] = [await accountsOf(world, other), await accountsOf(world, one)];
    expect.that(ours !== theirs, { expected: 'other accounts than those of the namesake', seen: theirs });
  },
  remedy: 'Take a user for the pair of platform and name wherever one is kept or looked up.',
  mutants: ['lends-users-to-every-platform'],
});
