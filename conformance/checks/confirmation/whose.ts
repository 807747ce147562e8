import { confirmationIn, likenessOf } from '../../stage/confirmation.ts';
import {
  confirm,
  expectRefused,
  expectSent,
  expectServed,
  prepare,
  prepared,
  type Trader,
  trader,
} from '../../stage/two-steps.ts';
import type { Table } from '../../vocabulary/check.ts';
import { until } from '../../vocabulary/era.ts';
import { describe, expect, Untestable } from '../../vocabulary/expect.ts';
import type { World } from '../../vocabulary/world.ts';
import { createMcp } from '../../wire/mcp.ts';
import { rows } from './area.ts';

interface Comes {
  /** Who comes with the confirmation of somebody. */
  comes(world: World, owner: Trader): Promise<Pick<Trader, 'mcp'>>;
}

const anotherUser = (world: World): Promise<Trader> => trader(world);

/** The same name at another platform. */
const namesake = (world: World, { connection: { person } }: Trader): Promise<Trader> =>
  trader(world, { ofAnotherPlatform: true, userId: person.email });

const refused: Table<Comes> = {
  dependsOn: ['confirmation/sends-what-was-shown'],
  async run(world, { comes }) {
    const owner = await trader(world);
    const id = await prepared(world, owner);
    const other = await comes(world, owner);
    const foreign = await confirm(world, other, id);
    expectRefused(foreign, 'the confirmation of somebody else');
    const unknown = await confirm(world, other, world.secret('confirmation'));
    const isTheSame = likenessOf(foreign) === likenessOf(unknown);
    expect.that(isTheSame, {
      expected: `what an unknown one is answered: ${likenessOf(unknown)}`,
      seen: likenessOf(foreign),
      at: foreign,
    });
    if (world.hooks.has('journal')) await expectSent(world, owner, 0, foreign);
    expectServed(await confirm(world, owner, id), 'the confirmation of its own user, after all');
  },
};

const kept: Table<Comes> = {
  dependsOn: ['confirmation/sends-what-was-shown'],
  async run(world, { comes }) {
    const owner = await trader(world);
    const id = await prepared(world, owner);
    expectServed(await confirm(world, owner, id), 'the confirmation of its own user');
    const other = await comes(world, owner);
    expectRefused(await confirm(world, other, id), 'the outcome of somebody else’s confirmation');
  },
};

const taken: Table<Comes> = {
  dependsOn: ['confirmation/sends-what-was-shown'],
  async run(world, { comes }) {
    const owner = await trader(world);
    const id = await prepared(world, owner);
    const answer = await confirm(world, await comes(world, owner), id);
    expectServed(answer, 'the confirmation of the same user');
    if (world.hooks.has('journal')) await expectSent(world, owner, 1, answer);
  },
};

const elsewhere: Table<object> = {
  async run(world) {
    const [one, other] = [await trader(world), await trader(world)];
    if (one.account === other.account) throw new Untestable('needs two people with an account each');
    const { args } = world.tool('place');
    expectRefused(await prepare(world, one, args(other.account)), 'an order in the account of somebody else');
    if (world.hooks.has('journal')) await expectSent(world, other, 0);
    const own = await prepare(world, one);
    expect.that(confirmationIn(own) !== undefined, {
      expected: 'an order in the own account to be prepared, after all',
      seen: describe(own),
      at: own,
    });
  },
};

const silent = 'The guide does not say whom a confirmation belongs to.';

/** Whoever comes with a confirmation: somebody else is refused, and the same person is not, whatever they come with. */
export default [
  ...rows(refused, [
    {
      id: 'confirmation/belongs-to-its-user',
      title: 'Another user of the same platform cannot confirm, and learns no more than of an id that was made up',
      clauses: ['two-step/of-one-user', 'two-step/lost-read-the-same', 'CN-7'],
      weakBecause: silent,
      comes: anotherUser,
      remedy: 'Look confirmations up by user and id together.',
      mutants: [{ name: 'confirms-for-anybody', replaces: { confirmationIsTheirs: () => true } }],
    },
    {
      id: 'confirmation/belongs-to-its-platform',
      title:
        'A user of the same name at another platform cannot confirm, and learns no more than of an id that was made up',
      clauses: ['two-step/of-one-user', 'minting/user-belongs-to-a-platform', 'CN-1'],
      weakBecause: silent,
      applies: { needs: ['minting'] },
      comes: namesake,
      remedy: 'Take a user for the pair of platform and name, wherever one is looked up.',
      mutants: ['confirms-for-anybody'],
    },
  ]),
  ...rows(elsewhere, [
    {
      id: 'confirmation/prepares-nothing-in-anothers-account',
      title: 'No order is prepared in an account of somebody else',
      clauses: ['minting/token-reaches-its-user', 'CN-1'],
      applies: { needs: ['minting'] },
      remedy: 'Look the account up among those of the user of the token before anything is kept.',
      mutants: ['reaches-everybodys-connections'],
    },
  ]),
  ...rows(kept, [
    {
      id: 'confirmation/keeps-its-outcome-from-others',
      title: 'What became of an order is told to nobody else who comes with its confirmation',
      clauses: ['two-step/of-one-user', 'CN-7'],
      weakBecause: silent,
      comes: anotherUser,
      remedy: 'Ask whose confirmation it is before anything else, also where it is settled already.',
      mutants: ['confirms-for-anybody'],
    },
  ]),
  ...rows(taken, [
    {
      id: 'confirmation/survives-a-new-token',
      title: 'A user who has minted another token in between confirms with that',
      clauses: ['two-step/of-one-user', 'CN-10'],
      weakBecause: silent,
      async comes(world, { connection: { person } }) {
        return { mcp: world.mcp(await world.connect({ person, scope: 'trade' })) };
      },
      remedy: 'Tie a confirmation to its user: a token lives for an hour, and is minted again before.',
      mutants: [
        {
          name: 'ties-confirmations-to-a-token',
          replaces: { confirmationIsTheirs: (one, now) => one.token === now.token },
        },
      ],
    },
    {
      id: 'confirmation/survives-a-new-session',
      title: 'A user who has opened another session in between confirms in that',
      clauses: ['two-step/of-one-user', 'CN-7'],
      weakBecause: silent,
      applies: { needs: ['sessions'], eras: until('2025-11-25') },
      async comes(world, { connection }) {
        return { mcp: world.mcp(connection) };
      },
      remedy: 'Tie a confirmation to its user: sessions end with every client that is started again.',
      mutants: [
        {
          name: 'ties-confirmations-to-a-session',
          replaces: { confirmationIsTheirs: (one, now) => one.userId === now.userId && one.session === now.session },
        },
      ],
    },
    {
      id: 'confirmation/is-one-in-both-revisions',
      title: 'An order that was prepared in one revision of MCP is confirmed in the other',
      clauses: ['two-step/of-one-user', 'CN-7'],
      weakBecause: silent,
      async comes({ http, mcpUrl, era }, { connection: { accessToken } }) {
        const other = era === '2026-07-28' ? '2025-11-25' : '2026-07-28';
        return { mcp: createMcp(http, mcpUrl, other, accessToken) };
      },
      remedy: 'Keep confirmations in one place for all revisions that are spoken at the URL.',
      mutants: ['ties-confirmations-to-a-session'],
    },
  ]),
];
